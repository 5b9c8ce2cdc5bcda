package io.shearwater.wire;

import io.shearwater.model.Schema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The columns of streams that came before: to read those of a wide stream takes longer than to read a few rows. What is remembered is
 * bounded. Thread-safe.
 */
public final class KnownColumns {
    private static final int MOST = 100;
    private static final int LONGEST = 100_000;

    private final Map<String, Schema> known = new ConcurrentHashMap<>();

    Schema read(String json) {
        Schema before = known.get(json);
        if (before != null) {
            return before;
        }
        Schema read = SchemaJson.read(json);
        if (json.length() <= LONGEST) {
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(json, read);
        }
        return read;
    }
}
