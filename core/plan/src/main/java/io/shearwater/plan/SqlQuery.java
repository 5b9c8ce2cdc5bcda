package io.shearwater.plan;

import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * A {@code SELECT} in the words of a user.
 *
 * @param text one statement that reads
 * @param tables what its table names stand for, by the name in lower case
 * @param once the names that are certainly read only once, so that rows of Java need not be kept
 * @param zone whose days, hours and times without a zone are meant
 */
public record SqlQuery(String text, Map<String, Plan> tables, Set<String> once, ZoneId zone) {
    public SqlQuery {
        tables = Map.copyOf(tables);
        once = Set.copyOf(once);
    }
}
