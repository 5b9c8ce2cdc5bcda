package io.shearwater.manual;

/**
 * Pictures are SVG files with classes instead of colours, and a style of their own for where they stand alone, as on a
 * forge. In a page the style of the site takes its place, so that a picture follows the page, light or dark.
 */
final class Pictures {
    private Pictures() {}

    /** What of a picture goes into a page. */
    static String inPage(String svg) {
        return svg.replaceFirst("(?s)^.*?(?=<svg)", "")
                .replaceAll("(?s)<style>.*?</style>\\s*", "")
                .strip();
    }
}
