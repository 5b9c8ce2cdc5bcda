package io.shearwater.model;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What one vector of one request is known by: in the log of vectors, and to whoever joins to it what came of the vector. An
 * entry of a request may state it under the name {@link #NAME}; otherwise it is generated. Immutable.
 */
public sealed interface RequestId {
    /** Under which an entry states its id, unless the view itself has something of this name. */
    String NAME = "request_id";

    /** The longest that can be stated, in characters. */
    int LONGEST = 200;

    /** How those that are generated look. */
    Pattern GENERATED = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    String text();

    /**
     * The id that has this text.
     *
     * @throws ShearwaterException WRONG_TYPE for a text that none has
     */
    static RequestId of(String text) {
        return GENERATED.matcher(text).matches() ? new Generated(UUID.fromString(text)) : new Stated(text);
    }

    /**
     * An id that the request brought along.
     *
     * @param text not blank, at most {@link #LONGEST} characters; another is refused as WRONG_TYPE
     */
    record Stated(String text) implements RequestId {
        public Stated {
            if (text.isBlank() || text.length() > LONGEST) {
                String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
                throw ModelError.WRONG_TYPE.because("'" + shown + "' cannot be a " + NAME + ": it has 1 to " + LONGEST
                        + " characters, not all blank, and this has " + text.length()
                        + ". Leave it out, and one is generated.");
            }
        }
    }

    /**
     * An id that was made for the request.
     *
     * @param uuid of version 7: those that were made later are greater, by the millisecond
     */
    record Generated(UUID uuid) implements RequestId {
        @Override
        public String text() {
            return uuid.toString();
        }
    }
}
