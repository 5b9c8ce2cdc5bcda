package io.shearwater.gate;

/**
 * One thing that a request asks for. Immutable.
 *
 * @param action what
 * @param project of which project; empty: of the server
 * @param asset on what, such as {@code feature_group:cards/1}; empty: on the project or the server as such
 */
public record Task(Action action, String project, String asset) {
    /** One of the server. */
    public static Task of(Action action) {
        return new Task(action, "", "");
    }
}
