package io.shearwater.spi;

import java.util.Set;

/**
 * The names of a SQL statement that stand for tables, in lower case.
 *
 * @param tables every name that is selected from
 * @param defined the names that the statement defines itself, by {@code WITH}
 */
public record SqlNames(Set<String> tables, Set<String> defined) {
    public SqlNames {
        tables = Set.copyOf(tables);
        defined = Set.copyOf(defined);
    }
}
