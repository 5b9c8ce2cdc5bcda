package io.shearwater.offline;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.StatisticsSpec.Part;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.TableField;
import io.shearwater.transform.StatisticsAccumulator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Statistics as bytes that are kept beside a snapshot (docs/format/statistics.md). Columns are known by the table's field ids,
 * so that what was kept is of use after columns were renamed, widened, added or dropped.
 */
final class StatisticsBytes {
    private static final int VERSION = 1;

    private final GroupRecord group;
    private final List<TableField> fields;

    /**
     * Bytes of one group.
     *
     * @param fields the table's columns as of now
     */
    StatisticsBytes(GroupRecord group, List<TableField> fields) {
        this.group = group;
        this.fields = fields;
    }

    byte[] write(long commit, StatisticsAccumulator statistics) {
        Map<String, Integer> ids = new HashMap<>();
        fields.forEach(field -> ids.put(field.name(), field.id()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeLong(commit);
            out.writeUTF(parts());
            out.writeInt(statistics.schema().size());
            for (Field field : statistics.schema().fields()) {
                out.writeInt(ids.getOrDefault(field.name(), 0));
                out.writeUTF(field.type().toString());
            }
            statistics.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * What was kept for a commit, of the columns that the group has now. Nothing if the bytes are of another commit, of another
     * version, damaged, or do not tell enough: then the rows have to be read.
     */
    Optional<StatisticsAccumulator> read(long commit, byte[] bytes) {
        ByteArrayInputStream kept = new ByteArrayInputStream(bytes);
        if (kept.read() != VERSION) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(kept))) {
            if (in.readLong() != commit || !in.readUTF().equals(parts())) {
                return Optional.empty();
            }
            StatisticsAccumulator stored = new StatisticsAccumulator(
                    schema(in), new StatisticsSpec(group.spec().statistics().parts(), List.of()));
            stored.read(in);
            return asOfNow(stored);
        } catch (IOException | ShearwaterException damaged) {
            return Optional.empty();
        }
    }

    private String parts() {
        return group.spec().statistics().parts().stream()
                .sorted()
                .map(Part::name)
                .collect(Collectors.joining(" "));
    }

    /** The stored columns, by the names of now; those that were dropped by names that no column has. */
    private Schema schema(DataInputStream in) throws IOException {
        Map<Integer, String> names = new HashMap<>();
        fields.forEach(field -> names.put(field.id(), field.name()));
        int size = in.readInt();
        List<Field> stored = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int id = in.readInt();
            stored.add(new Field(names.getOrDefault(id, "dropped " + id), DataType.parse(in.readUTF())));
        }
        return Schema.of(stored);
    }

    private Optional<StatisticsAccumulator> asOfNow(StatisticsAccumulator stored) {
        StatisticsAccumulator now = nothing(group);
        boolean defaults = group.spec().features().stream()
                .filter(feature -> !stored.schema().contains(feature.name()))
                .map(Feature::defaultValue)
                .anyMatch(Optional::isPresent);
        // Rows of before a column was added read as its default, of which the stored figures know nothing.
        return !defaults && now.mergeByName(stored) ? Optional.of(now) : Optional.empty();
    }

    /** Statistics of no rows, as the group keeps them. */
    static StatisticsAccumulator nothing(GroupRecord group) {
        return new StatisticsAccumulator(group.spec().schema(), group.spec().statistics());
    }
}
