package io.shearwater.transform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;

/**
 * The tokens that a tokenizer of a language model knows; the number of each is its place. Immutable.
 *
 * @param version what the model's makers call it, as in {@code bert-base-uncased}
 */
public record Vocabulary(String version, List<String> tokens) {
    /** The most tokens of a vocabulary. */
    public static final int MOST = 500_000;

    public Vocabulary {
        tokens = List.copyOf(tokens);
        if (version.isBlank() || tokens.isEmpty() || tokens.size() > MOST) {
            throw TransformError.BAD_CALL.because("A vocabulary has a version and 1 to " + MOST
                    + " tokens; got the version '" + version + "' and " + tokens.size() + " tokens.");
        }
        if (new HashSet<>(tokens).size() < tokens.size()) {
            throw TransformError.BAD_CALL.because("The vocabulary '" + version + "' has a token twice.");
        }
    }

    /** The tokens of a file in UTF-8, one in each line, as {@code vocab.txt} of BERT is. */
    public static Vocabulary read(String version, Path file) {
        try {
            return new Vocabulary(version, Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException("The vocabulary " + file + " cannot be read.", failed);
        }
    }

    /** SHA-256 of the tokens, each with the end of a line behind it, as hexadecimal digits. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String token : tokens) {
                digest.update((token + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
