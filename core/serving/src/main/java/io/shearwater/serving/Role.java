package io.shearwater.serving;

/** As what a model answers. */
public enum Role {
    /** Its predictions go to clients. */
    SERVING("serving"),
    /** Its predictions are only logged. */
    SHADOW("shadow"),
    /** It answers where another one fails. */
    STAND_IN("stand-in");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** The name in logs and reports. */
    public String text() {
        return text;
    }
}
