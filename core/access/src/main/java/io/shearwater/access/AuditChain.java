package io.shearwater.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A place in the chain of entries: after which number, and with which hash. The hash of an entry is the SHA-256 of the hash
 * before it and its own bytes, so that each says what all before it were. Immutable.
 *
 * @param number of the last entry; 0 before the first
 * @param hash of the last entry in lower-case hexadecimal; zeros before the first
 */
record AuditChain(long number, String hash) {
    /** Before the first entry. */
    static final AuditChain BEGINNING = new AuditChain(0, "0".repeat(64));

    private static final HexFormat HEX = HexFormat.of();
    private static final String MAGIC = "shearwater-audit 1 ";

    /** The place after one more entry. */
    AuditChain after(byte[] entry, int from, int to) {
        MessageDigest digest = sha256();
        digest.update(HEX.parseHex(hash));
        digest.update(entry, from, to - from);
        return new AuditChain(number + 1, HEX.formatHex(digest.digest()));
    }

    AuditChain after(byte[] entry) {
        return after(entry, 0, entry.length);
    }

    /** The first line of a file whose entries follow this place. */
    String header() {
        return MAGIC + (number + 1) + " " + hash + "\n";
    }

    /** The file whose entries follow this place. */
    String fileName() {
        return String.format(Locale.ROOT, "audit-%019d.log", number + 1);
    }

    /** The line of the entry with these bytes and this place after it. */
    byte[] line(byte[] entry) {
        byte[] line = new byte[64 + 1 + entry.length + 1];
        System.arraycopy(hash.getBytes(StandardCharsets.US_ASCII), 0, line, 0, 64);
        line[64] = ' ';
        System.arraycopy(entry, 0, line, 65, entry.length);
        line[line.length - 1] = '\n';
        return line;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
