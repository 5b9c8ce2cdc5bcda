package io.shearwater.online;

import static io.shearwater.online.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.testing.InMemoryOnlineStore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bytes of docs/format/online-rows.md: what was written once has to be read for ever. */
class OnlineFormatTest {
    private static final FeatureGroupSpec SPEC = FeatureGroupSpec.builder("written", 1)
            .feature("flag", DataType.BOOLEAN)
            .feature("id", DataType.LONG)
            .feature("text", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("count", DataType.INT)
            .feature("price", DataType.decimal(9, 2))
            .feature("list", DataType.array(DataType.STRING))
            .feature("parts", DataType.struct(new Field("a", DataType.INT), new Field("b", DataType.DOUBLE)))
            .feature("none", DataType.STRING)
            .feature("shares", DataType.map(DataType.FLOAT))
            .primaryKey("id")
            .eventTime("at")
            .online()
            .build();

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void keys() {
        KeyCodec codec = new KeyCodec(List.of(
                DataType.BOOLEAN,
                DataType.INT,
                DataType.decimal(9, 2),
                DataType.STRING,
                DataType.BINARY,
                DataType.DATE,
                DataType.TIMESTAMP));

        assertThat(hex(codec.encode(
                        true,
                        -1,
                        new BigDecimal("0.03"),
                        "é\0",
                        new byte[] {7},
                        LocalDate.EPOCH,
                        Instant.EPOCH.plusMillis(1))))
                .isEqualTo("0101" + "027fffffffffffffff" + "0380000000000000000000000000000003" + "04c3a900ff0000"
                        + "05070000" + "0680000000" + "0780000000000003e8");
    }

    @Test
    void rows() {
        OnlineGroup group = Fixture.group(1, SPEC);
        Layouts layouts = new Layouts(new InMemoryOnlineStore());
        Frame frame = Fixture.frame(
                SPEC.schema(),
                row(
                        true,
                        5L,
                        "ab",
                        Instant.EPOCH,
                        -2,
                        new BigDecimal("1.00"),
                        Arrays.asList("x", null),
                        Map.of("a", 1),
                        null,
                        Map.of("k", 1f)));

        byte[] bytes = new RowEncoder(layouts.describe(group), frame).encode(new ByteSink(), 0);

        assertThat(hex(bytes))
                .isEqualTo(
                        "01000001" // format, schema version
                                + "40" // the seventh column is null
                                + "01" + "00000002" + "fffffffe" + "0000000000000064" // flag, end of text, count, price
                                + "0000000c" + "00000011" + "00000011" + "0000001f" // ends of list, parts, none, shares
                                + "6162" // text
                                + "00000002" + "02" + "0000000178" // list: two, the second null, x
                                + "02" + "00000001" // parts: b null, a
                                + "00000001" + "000000016b" + "00" + "3f800000"); // shares: one, k, not null, 1
    }

    @Test
    void notes() {
        RowLayout layout = new Layouts(new InMemoryOnlineStore()).current(Fixture.group(1, SPEC));

        assertThat(new String(layout.toNote(), StandardCharsets.UTF_8))
                .startsWith("1 flag boolean\n1 text string\n1 count int\n1 price decimal(9,2)\n")
                .endsWith("1 none string\n1 shares map<string,float>\n");
        assertThat(RowLayout.ofNote(1, layout.toNote()).columns()).isEqualTo(layout.columns());
    }
}
