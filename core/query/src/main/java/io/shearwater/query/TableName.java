package io.shearwater.query;

import io.shearwater.model.GroupRef;
import io.shearwater.plan.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table name of a user's SQL: {@code group} or {@code group__version}, either with {@code @commit}.
 *
 * @param name without the commit
 * @param state which state of the group is meant
 */
public record TableName(String name, Version state) {
    private static final Pattern AT_COMMIT = Pattern.compile("(.+)@(\\d{1,18})", Pattern.DOTALL);
    private static final Pattern VERSIONED = Pattern.compile("(.+)__(\\d{1,9})", Pattern.DOTALL);

    /** Takes a name apart. */
    public static TableName of(String text) {
        Matcher at = AT_COMMIT.matcher(text);
        return at.matches()
                ? new TableName(at.group(1), new Version.AtCommit(Long.parseLong(at.group(2))))
                : new TableName(text, Version.latest());
    }

    /** The group of one version that the name means, if it has the form of one. */
    public Optional<GroupRef> versioned() {
        Matcher parts = VERSIONED.matcher(name);
        return parts.matches()
                ? Optional.of(new GroupRef(parts.group(1), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }
}
