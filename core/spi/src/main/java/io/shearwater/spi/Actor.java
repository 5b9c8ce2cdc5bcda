package io.shearwater.spi;

/** Who changes something: a user, a service account, or the process itself. Recorded with every change. */
public record Actor(String name) {
    /** The user of an embedded store. */
    public static Actor local() {
        return new Actor(System.getProperty("user.name", "unknown"));
    }
}
