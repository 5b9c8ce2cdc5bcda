package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FileSource;
import io.shearwater.model.TextForm;
import io.shearwater.model.TimeFormat;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/** How files are to be read, as JSON. */
public final class FileFormJson {
    public static final WireCodec<FileForm> FORMS = WireCodec.ofObject(FileFormJson::node, FileFormJson::read);

    private FileFormJson() {}

    static ObjectNode node(FileForm form) {
        ObjectNode node = WireJson.object().put("format", JsonValue.written(form.format()));
        form.schema().ifPresent(schema -> node.set("columns", SchemaJson.node(schema.fields())));
        TextForm texts = form.texts();
        texts.charset().ifPresent(charset -> node.put("charset", charset.name()));
        node.set("nulls", WireJson.texts(texts.nulls()));
        node.put("zone", texts.zone().getId());
        ObjectNode times = node.putObject("times");
        texts.times().forEach((column, format) -> times.put(column, format.pattern()));
        node.set("joined", ValueParser.write(texts.joined()));
        node.set("constants", ValueParser.write(texts.constants()));
        return node;
    }

    static FileForm read(JsonObject form) {
        return new FileForm(
                form.member("format").choice(FileSource.Format.class),
                form.find("columns").map(SchemaJson::read),
                new TextForm(
                        form.find("charset").map(name -> name.made(() -> Charset.forName(name.text()))),
                        form.findList("nulls", JsonValue::text),
                        form.find("zone")
                                .map(zone -> zone.made(() -> ZoneId.of(zone.text())))
                                .orElse(ZoneOffset.UTC),
                        form.find("times")
                                .map(all -> all.map(time -> time.made(() -> TimeFormat.of(time.text()))))
                                .orElse(Map.of()),
                        form.find("joined")
                                .map(all -> all.map(JsonValue::texts))
                                .orElse(Map.of()),
                        form.find("constants")
                                .map(all -> all.map(JsonValue::text))
                                .orElse(Map.of())));
    }
}
