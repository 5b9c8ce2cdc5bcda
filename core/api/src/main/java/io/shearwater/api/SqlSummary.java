package io.shearwater.api;

import java.util.List;
import java.util.Set;

/**
 * What a SQL statement needs, told by its parse tree before it runs.
 *
 * @param tables every name that is selected from, in lower case
 * @param defined the names that the statement defines itself, by {@code WITH}
 * @param notPortable what does not exist or does not mean the same in Spark SQL, each with a reason; empty for a statement that
 *     runs there as it is
 */
public record SqlSummary(Set<String> tables, Set<String> defined, List<String> notPortable) {
    public SqlSummary {
        tables = Set.copyOf(tables);
        defined = Set.copyOf(defined);
        notPortable = List.copyOf(notPortable);
    }
}
