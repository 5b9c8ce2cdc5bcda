package io.shearwater.rest;

import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelFiles;
import io.shearwater.model.FilePath;
import io.shearwater.wire.ModelDraftJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model as one zip file: of one that is to be registered first {@code draft.json}, and below {@code files/} its files. What comes may
 * be anybody's: names lead nowhere else, and what unpacks to far more than came is refused.
 */
final class ModelArchive {
    static final String MEDIA_TYPE = ZipBody.MEDIA_TYPE;

    private static final String DRAFT = "draft.json";
    private static final String FILES = "files/";

    private ModelArchive() {}

    /**
     * Unpacks a model.
     *
     * @param directory empty; then it has the model's files
     * @return what is said of it
     * @throws io.shearwater.model.ShearwaterException BAD_ARCHIVE, BAD_NAME, TOO_LARGE, and what is wrong with the draft
     */
    static ModelDraft unpack(InputStream body, Path directory) {
        ZipBody.Unpacked unpacked = ZipBody.unpack(body, DRAFT, name -> place(name, directory));
        ModelDraft draft = ModelDraftJson.DRAFTS.read(unpacked.document());
        if (unpacked.files() == 0) {
            throw RestError.BAD_ARCHIVE.because("The zip file has no files below " + FILES + ".");
        }
        return draft;
    }

    private static Optional<Path> place(String name, Path directory) {
        if (!name.startsWith(FILES)) {
            return Optional.empty();
        }
        Path place = directory;
        for (String part : FilePath.of("Models/" + name.substring(FILES.length())).names().stream()
                .skip(1)
                .toList()) {
            place = place.resolve(part);
        }
        return Optional.of(place);
    }

    /** Packs the files of a model, below {@code files/} too. */
    static void pack(Path directory, ModelFiles files, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        // Models hardly shrink, and whoever waits for one waits for this.
        zip.setLevel(Deflater.BEST_SPEED);
        for (ModelFiles.ModelFile file : files.files()) {
            zip.putNextEntry(new ZipEntry(FILES + file.path()));
            Files.copy(directory.resolve(file.path()), zip);
            zip.closeEntry();
        }
        zip.finish();
    }
}
