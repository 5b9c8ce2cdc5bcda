package io.shearwater.plan;

import java.util.Map;
import java.util.Set;

/**
 * A {@code SELECT} in the words of a user.
 *
 * @param text one statement that reads
 * @param tables what its table names stand for, by the name in lower case
 * @param once the names that are certainly read only once, so that rows of Java need not be kept
 */
public record SqlQuery(String text, Map<String, Plan> tables, Set<String> once) {
    public SqlQuery {
        tables = Map.copyOf(tables);
        once = Set.copyOf(once);
    }
}
