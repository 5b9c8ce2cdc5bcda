package io.shearwater.learning;

import java.util.List;

/**
 * The files of a model version, which never change.
 *
 * @param format by which a runtime is chosen, as {@code xgboost}
 * @param files by path
 */
public record ModelFiles(String format, List<ModelFile> files) {
    public ModelFiles {
        files = List.copyOf(files);
    }

    /** How large they are together. */
    public long bytes() {
        return files.stream().mapToLong(ModelFile::bytes).sum();
    }

    /**
     * A file.
     *
     * @param path within the model, names divided by {@code /}
     * @param sha256 in hexadecimal, of its bytes
     */
    public record ModelFile(String path, long bytes, String sha256) {}
}
