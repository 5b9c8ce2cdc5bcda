package io.shearwater.iceberg;

import java.util.UUID;

/** Where the files of one table lie, and how they are named. */
record TableLayout(String location) {
    String data() {
        return location + "/data";
    }

    String metadata() {
        return location + "/metadata";
    }

    /** Begins the name of every file that a commit writes. */
    static String commitPrefix(long commit) {
        return "c" + commit + "-";
    }

    /** Begins the names of the files of a change that is no commit. */
    static String otherPrefix() {
        return "s" + shortId() + "-";
    }

    /** Eight hexadecimal digits that tell this from others. */
    static String shortId() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
