package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FilePath;
import io.shearwater.model.StoredFile;

/** Files of a project as JSON. */
public final class StoredFileJson {
    public static final WireCodec<StoredFile> FILES = WireCodec.ofObject(StoredFileJson::node, StoredFileJson::read);

    private StoredFileJson() {}

    static ObjectNode node(StoredFile file) {
        return WireJson.object()
                .put("path", file.path().toString())
                .put("bytes", file.bytes())
                .put("modified", file.modified().toString());
    }

    static StoredFile read(JsonObject file) {
        return new StoredFile(
                FilePath.of(file.text("path")),
                file.member("bytes").whole(),
                file.member("modified").instant());
    }
}
