package io.shearwater.definitions;

import java.util.List;

/**
 * What a plan says of one group or view. Immutable.
 *
 * @param kind {@code feature group} or {@code feature view}
 * @param details what is changed, what stands in the way, or what is left alone, in words
 */
public record PlannedChange(Action action, String kind, String name, int version, List<String> details) {
    /** What happens to it. */
    public enum Action {
        CREATE("+"),
        CHANGE("~"),
        DELETE("-"),
        /** It cannot be: nothing of the plan can be applied. */
        IMPOSSIBLE("!"),
        /** Something that only the store has is left alone. */
        LEFT("?"),
        /** Nothing happens to it; there is something to know. */
        NOTE("i");

        private final String sign;

        Action(String sign) {
            this.sign = sign;
        }

        /** The sign in front of it. */
        public String sign() {
            return sign;
        }
    }

    public PlannedChange {
        details = List.copyOf(details);
    }

    @Override
    public String toString() {
        return action.sign() + " " + kind + " " + name + " version " + version
                + String.join(
                        "", details.stream().map(detail -> "\n    " + detail).toList());
    }
}
