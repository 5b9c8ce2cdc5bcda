package io.shearwater.plan;

import java.util.Map;

/**
 * A {@code SELECT} in the words of a user.
 *
 * @param text one statement that reads
 * @param tables what its table names stand for, by the name in lower case
 */
public record SqlQuery(String text, Map<String, Plan.Scan> tables) {
    public SqlQuery {
        tables = Map.copyOf(tables);
    }
}
