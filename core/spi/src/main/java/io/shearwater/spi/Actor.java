package io.shearwater.spi;

/** Who changes something: a user, a service account, or the process itself. Recorded with every change. */
public record Actor(String name) {
    /** The user of an embedded store. */
    public static Actor local() {
        return new Actor(System.getProperty("user.name", "unknown"));
    }

    /** A project itself, which does what nobody asked for at the time: it writes logs, and clears up after a crash. */
    public static Actor project(String name) {
        return new Actor("project:" + name);
    }
}
