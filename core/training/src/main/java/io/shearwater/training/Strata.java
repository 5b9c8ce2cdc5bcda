package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells the stratum of each row: the typed bytes of its values in some columns, a character for each byte. Not thread-safe. */
final class Strata {
    private final List<String> columns;
    private final TypedBytes bytes = new TypedBytes();

    Strata(List<String> columns) {
        this.columns = columns;
    }

    /** The stratum of each row; of no columns it is one for all. */
    String[] of(Frame frame) {
        Column[] read = columns.stream().map(frame::column).toArray(Column[]::new);
        String[] strata = new String[frame.rows()];
        for (int row = 0; row < strata.length; row++) {
            bytes.clear();
            for (Column column : read) {
                bytes.add(column, row);
            }
            strata[row] = new String(bytes.array(), 0, bytes.size(), StandardCharsets.ISO_8859_1);
        }
        return strata;
    }
}
