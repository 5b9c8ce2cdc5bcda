package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.ColumnStatistics.Bin;
import io.shearwater.model.ColumnStatistics.Distribution;
import io.shearwater.model.ColumnStatistics.Moments;
import io.shearwater.model.ColumnStatistics.Quantile;
import io.shearwater.model.ColumnStatistics.Range;
import io.shearwater.model.ColumnStatistics.ValueCount;
import io.shearwater.model.Correlations;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import java.util.Locale;
import java.util.Set;

/** Statistics, and which are wanted, as JSON. */
public final class StatisticsJson {
    public static final WireCodec<Statistics> STATISTICS =
            WireCodec.ofObject(StatisticsJson::node, StatisticsJson::read);
    public static final WireCodec<StatisticsSpec> SPECS =
            WireCodec.ofObject(StatisticsJson::node, StatisticsJson::readSpec);

    private StatisticsJson() {}

    static ObjectNode node(StatisticsSpec spec) {
        ObjectNode node = WireJson.object();
        node.set(
                "parts",
                WireJson.texts(spec.parts().stream()
                        .sorted()
                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                        .toList()));
        node.set("columns", WireJson.texts(spec.columns()));
        return node;
    }

    static StatisticsSpec readSpec(JsonObject spec) {
        return new StatisticsSpec(
                Set.copyOf(spec.list("parts", part -> part.choice(StatisticsSpec.Part.class))),
                spec.findList("columns", JsonValue::text));
    }

    static ObjectNode node(Statistics statistics) {
        ObjectNode node = WireJson.object()
                .put("subject", statistics.subject())
                .put("commit", statistics.commit())
                .put("rows", statistics.rows())
                .put("superseded", statistics.superseded());
        ArrayNode columns = node.putArray("columns");
        statistics.columns().forEach(column -> columns.add(node(column)));
        statistics.correlations().ifPresent(all -> {
            ObjectNode correlations = node.putObject("correlations");
            correlations.set("columns", WireJson.texts(all.columns()));
            correlations.set("matrix", ValueParser.write(all.matrix()));
        });
        return node;
    }

    private static ObjectNode node(ColumnStatistics column) {
        ObjectNode node = WireJson.object()
                .put("name", column.name())
                .put("type", column.column().type().toString())
                .put("rows", column.rows())
                .put("nulls", column.nulls())
                .put("nans", column.nans());
        column.range().ifPresent(range -> {
            ObjectNode bounds = node.putObject("range");
            bounds.set("least", ValueParser.write(range.least()));
            bounds.set("greatest", ValueParser.write(range.greatest()));
        });
        column.moments().ifPresent(moments -> {
            ObjectNode known = node.putObject("moments").put("finite", moments.finite());
            known.set("mean", ValueParser.write(moments.mean()));
            known.set("stddev_sample", ValueParser.write(moments.stddevSample()));
        });
        column.distribution().ifPresent(spread -> node.set("distribution", node(spread)));
        return node;
    }

    private static JsonNode node(Distribution spread) {
        ObjectNode node = WireJson.object().put("distinct", spread.distinct());
        node.set("distinct_error", ValueParser.write(spread.distinctError()));
        ArrayNode quantiles = node.putArray("quantiles");
        spread.quantiles()
                .forEach(one ->
                        quantiles.addObject().put("share", one.share()).set("value", ValueParser.write(one.value())));
        ArrayNode histogram = node.putArray("histogram");
        spread.histogram().forEach(bin -> {
            ObjectNode bar = histogram.addObject();
            bar.set("from", ValueParser.write(bin.from()));
            bar.set("to", ValueParser.write(bin.to()));
            bar.put("count", bin.count());
        });
        ArrayNode top = node.putArray("top");
        spread.top().forEach(one -> {
            ObjectNode entry = top.addObject();
            entry.set("value", ValueParser.write(one.value()));
            entry.put("count", one.count());
        });
        return node;
    }

    static Statistics read(JsonObject statistics) {
        return new Statistics(
                statistics.text("subject"),
                statistics.member("commit").whole(),
                statistics.member("rows").whole(),
                statistics.member("superseded").whole(),
                statistics.list("columns", column -> column.object(StatisticsJson::column)),
                statistics.find("correlations").map(all -> all.object(StatisticsJson::correlations)));
    }

    private static Correlations correlations(JsonObject all) {
        return new Correlations(all.member("columns").texts(), all.list("matrix", row -> row.list(JsonValue::number)));
    }

    private static ColumnStatistics column(JsonObject column) {
        DataType type = column.member("type").type();
        // Places between values are doubles, whatever numbers the values are.
        DataType place =
                type instanceof DataType.DateType || type instanceof DataType.TimestampType ? type : DataType.DOUBLE;
        return new ColumnStatistics(
                new Field(column.text("name"), type),
                column.member("rows").whole(),
                column.member("nulls").whole(),
                column.member("nans").whole(),
                column.find("range")
                        .map(range -> range.object(
                                one -> new Range(value(one, "least", type), value(one, "greatest", type)))),
                column.find("moments")
                        .map(moments -> moments.object(one -> new Moments(
                                one.member("finite").whole(),
                                one.member("mean").number(),
                                one.member("stddev_sample").number()))),
                column.find("distribution").map(spread -> spread.object(one -> distribution(one, type, place))));
    }

    private static Distribution distribution(JsonObject spread, DataType type, DataType place) {
        return new Distribution(
                spread.member("distinct").whole(),
                spread.member("distinct_error").number(),
                spread.list(
                        "quantiles",
                        one -> one.object(
                                part -> new Quantile(part.member("share").number(), value(part, "value", place)))),
                spread.list(
                        "histogram",
                        one -> one.object(bin -> new Bin(
                                value(bin, "from", place),
                                value(bin, "to", place),
                                bin.member("count").whole()))),
                spread.list(
                        "top",
                        one -> one.object(entry -> new ValueCount(
                                value(entry, "value", type),
                                entry.member("count").whole()))));
    }

    private static Object value(JsonObject of, String name, DataType type) {
        JsonValue member = of.member(name);
        Object value = member.value(type);
        if (value == null) {
            throw member.refused("which is no value.");
        }
        return value;
    }
}
