package io.shearwater.wire;

import io.shearwater.model.FileSource;
import io.shearwater.model.Schema;
import io.shearwater.model.TextForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How files are to be read, without where they are. Immutable.
 *
 * @param schema inferred when absent
 */
public record FileForm(FileSource.Format format, Optional<Schema> schema, TextForm texts) {
    public static FileForm of(FileSource source) {
        return new FileForm(source.format(), source.schema(), source.texts());
    }

    /** Files that are read so. */
    public FileSource source(List<Path> files) {
        return new FileSource(files, format, schema, texts);
    }
}
