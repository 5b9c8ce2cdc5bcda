package io.shearwater.manual;

/**
 * What is wrong with a page.
 *
 * @param page the file, from the root of the checkout
 * @param line 1-based; 0 for the page as a whole
 */
public record Problem(String page, int line, String message) {
    @Override
    public String toString() {
        return page + (line == 0 ? "" : ":" + line) + ": " + message;
    }
}
