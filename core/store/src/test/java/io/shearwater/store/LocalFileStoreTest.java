package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.ProjectFiles;
import io.shearwater.model.FilePath;
import io.shearwater.model.ModelError;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.FileStore.Existing;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext.Mode;
import io.shearwater.testing.FileStoreConformance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileStoreTest extends FileStoreConformance {
    @TempDir
    private Path directory;

    @Override
    protected FileStore open() {
        return new LocalFileStore(directory.resolve("files"), Mode.READ_WRITE);
    }

    private static String refused(ThrowingCallable work) {
        ShearwaterException[] refusal = new ShearwaterException[1];
        assertThatThrownBy(work).isInstanceOfSatisfying(ShearwaterException.class, failed -> refusal[0] = failed);
        return refusal[0].code() + ": " + refusal[0].getMessage();
    }

    @Test
    void linksAreNeverFollowed() throws IOException {
        FileStore files = open();
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "mine");
        Path resources = Files.createDirectories(directory.resolve("files/Resources"));
        Files.createSymbolicLink(resources.resolve("dir"), outside);
        Files.createSymbolicLink(resources.resolve("file"), secret);
        Files.createSymbolicLink(directory.resolve("files/Models"), outside);

        assertThat(files.list()).isEmpty();
        for (String path : new String[] {"Resources/dir/secret", "Resources/file", "Models/secret"}) {
            FilePath checked = FilePath.of(path);
            assertThat(files.find(checked)).isEmpty();
            assertThat(files.delete(checked)).isFalse();
            assertThat(refused(() -> files.read(checked))).startsWith(SpiError.NOT_FOUND.name());
            assertThat(refused(() -> files.write(checked, new ByteArrayInputStream(new byte[] {1}), Existing.REPLACE)))
                    .startsWith(SpiError.ALREADY_EXISTS.name());
        }
        assertThat(Files.readString(secret)).isEqualTo("mine");
        assertThat(outside).isDirectoryContaining(file -> file.equals(secret));
    }

    @Test
    void whatACrashLeftHalfWrittenGoesAtTheNextOpening() throws IOException {
        Path drafts = Files.createDirectories(directory.resolve("files/.drafts"));
        Path left = Files.writeString(drafts.resolve("left"), "half");
        assertThat(new LocalFileStore(directory.resolve("files"), Mode.READ_ONLY).list())
                .isEmpty();
        assertThat(left).exists();
        assertThat(open().list()).isEmpty();
        assertThat(left).doesNotExist();
    }

    @Test
    void pathsThatLeadAwayAreRefused() {
        for (String path : new String[] {
            "../x",
            "Resources/../../x",
            "/etc/passwd",
            "Resources//x",
            "Resources/.",
            "Resources/.hidden",
            "Resources/a\\b",
            "Resources/C:x",
            "Resources/a\nb",
            "Resources/ ",
            "",
            "x",
            "tables/x",
            "Resources/" + "n".repeat(201)
        }) {
            assertThat(refused(() -> FilePath.of(path))).as(path).startsWith(ModelError.BAD_NAME.name());
        }
        assertThat(refused(() -> FilePath.of("Resource/x.txt")))
                .contains("Did you mean 'Resources'?", "For example: Resources/x.txt");
        assertThat(FilePath.of("Models/fraud/3/model.json").names()).hasSize(4);
    }

    @Test
    void aStoreTakesGivesAndListsFiles() throws IOException {
        Path report = Files.writeString(directory.resolve("report.json"), "{}");
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            ProjectFiles files = store.files();
            files.upload(report, "DataValidation/cards/1/report.json");
            files.upload(new ByteArrayInputStream(new byte[10]), "Models/fraud/1/model.bin");
            assertThat(refused(() -> files.upload(report, "Models/fraud/1/model.bin")))
                    .contains("already");
            assertThat(files.list("Models/"))
                    .singleElement()
                    .satisfies(file -> assertThat(file.bytes()).isEqualTo(10));
            files.replace(report, "Models/fraud/1/model.bin");
            assertThat(files.exists("Models/fraud/1/model.bin")).isTrue();
            assertThat(refused(() -> files.open("Models/fraud/1/modle.bin")))
                    .contains("Did you mean 'Models/fraud/1/model.bin'?");
            assertThat(refused(() -> files.delete("Models/fraud"))).contains("directory of 1 files");
            assertThat(refused(() -> files.upload(directory, "Resources/x"))).contains("is a directory");
            assertThat(refused(() -> files.upload(directory.resolve("none"), "Resources/x")))
                    .contains("does not exist");
        }
        try (FeatureStore reader = Shearwater.openReadOnly(directory.resolve("store"), StoreOptions.defaults())) {
            Path target = Files.createDirectories(directory.resolve("out"));
            Path copy = reader.files().download("Models/fraud/1/model.bin", target);
            assertThat(copy).isEqualTo(target.resolve("model.bin")).hasContent("{}");
            assertThat(refused(() -> reader.files().download("Models/fraud/1/model.bin", copy)))
                    .contains("is there already");
            assertThat(target).isDirectoryContaining("glob:**/model.bin");
            assertThat(refused(() -> reader.files().delete("Models/fraud/1/model.bin")))
                    .contains("read only");
            assertThat(reader.files().list()).hasSize(2);
        }
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            store.files().delete("Models/fraud/1/model.bin");
            assertThat(store.files().list())
                    .singleElement()
                    .satisfies(file -> assertThat(file.path()).hasToString("DataValidation/cards/1/report.json"));
        }
    }
}
