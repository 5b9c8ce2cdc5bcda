package io.shearwater.iceberg;

import java.util.UUID;
import java.util.regex.Pattern;

/** Where the files of one table lie, and how they are named. */
record TableLayout(String location) {
    private static final Pattern HOME = Pattern.compile(".*-[0-9a-f]{8}");

    /** The name of a directory for a new table; what a dropped table of the same name left behind is never in the way. */
    static String newHome(String table) {
        return table + "-" + shortId();
    }

    /** Whether this could be the name of a table's directory. */
    static boolean isHome(String name) {
        return HOME.matcher(name).matches();
    }

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
