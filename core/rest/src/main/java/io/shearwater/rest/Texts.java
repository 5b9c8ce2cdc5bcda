package io.shearwater.rest;

/** Texts of strangers in messages. */
final class Texts {
    private static final int MOST = 120;

    private Texts() {}

    /** A text of a bearable length, without what a terminal or a log would obey. */
    static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() > MOST ? printable.substring(0, MOST) + "…" : printable;
    }
}
