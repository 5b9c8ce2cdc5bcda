package io.shearwater.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of comparing a group's rows online with its history: for each entity the newest row that is valid now.
 *
 * @param entities how many have such a row in the history
 * @param missing how many of them have none online
 * @param different how many have another one online
 * @param surplus how many have one online and none in the history
 * @param examples keys of some that are missing or different
 */
public record OnlineCheck(
        GroupRef group,
        long entities,
        long missing,
        long different,
        long surplus,
        List<Map<String, @Nullable Object>> examples) {
    public OnlineCheck {
        examples = List.copyOf(examples);
    }

    /** Whether online is what the history says. */
    public boolean agrees() {
        return missing == 0 && different == 0 && surplus == 0;
    }
}
