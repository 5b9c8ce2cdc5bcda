package io.shearwater.spi;

import java.util.List;
import java.util.Set;

/**
 * The names of a SQL statement that stand for tables, in lower case.
 *
 * @param tables every name that is selected from
 * @param defined the names that the statement defines itself, by {@code WITH}
 * @param once the names that are certainly read only once
 * @param notPortable what does not mean the same in Spark SQL, each with a reason
 */
public record SqlNames(Set<String> tables, Set<String> defined, Set<String> once, List<String> notPortable) {
    public SqlNames {
        tables = Set.copyOf(tables);
        defined = Set.copyOf(defined);
        once = Set.copyOf(once);
        notPortable = List.copyOf(notPortable);
    }
}
