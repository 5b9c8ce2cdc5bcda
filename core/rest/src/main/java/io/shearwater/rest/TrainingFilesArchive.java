package io.shearwater.rest;

import io.shearwater.api.FeatureView;
import io.shearwater.model.TrainingFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Training data as files in one zip file. */
final class TrainingFilesArchive {
    private TrainingFilesArchive() {}

    static Answer answer(Call call) {
        FeatureView view = ViewOperations.fitted(call);
        call.readable().require(view.spec().query());
        int version = call.number("dataset");
        TrainingFiles.Format format = format(call);
        var rows = call.queryNumber("rows_per_file", 1, Long.MAX_VALUE);
        Scratch scratch = Scratch.make();
        try {
            // Before the answer begins, so that what cannot be written is told as such.
            view.writeTrainingData(
                    version,
                    new TrainingFiles(
                            scratch.directory(),
                            format,
                            rows.map(OptionalLong::of).orElse(OptionalLong.empty())));
        } catch (RuntimeException | Error failed) {
            scratch.close();
            throw failed;
        }
        return new Answer.Streamed(ZipBody.MEDIA_TYPE, out -> {
            try (scratch) {
                pack(scratch.directory(), out);
            }
        });
    }

    private static TrainingFiles.Format format(Call call) {
        String text = call.query("format").orElse("");
        return Stream.of(TrainingFiles.Format.values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> RestError.BAD_PARAMETER.because("'format' is '" + Texts.shown(text)
                        + "'; there are parquet, csv, json_lines, tfrecord and npy."));
    }

    private static void pack(Path directory, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            zip.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
            Files.copy(file, zip);
            zip.closeEntry();
        }
        zip.finish();
    }
}
