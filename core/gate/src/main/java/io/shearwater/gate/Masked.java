package io.shearwater.gate;

import java.util.regex.Pattern;

/** Texts of callers, without what looks like the secret of an API key: some put theirs where it does not belong. */
public final class Masked {
    private static final Pattern SECRET = Pattern.compile("(sw_[0-9a-z]{12}_)[0-9A-Za-z]{16,}");

    private Masked() {}

    /** The text with dots for secrets. */
    public static String of(String text) {
        return text.contains("sw_") ? SECRET.matcher(text).replaceAll("$1…") : text;
    }
}
