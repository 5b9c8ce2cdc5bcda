package io.shearwater.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureView;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelSignature;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FilePath;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import io.shearwater.model.StoredFile;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.Registry;
import io.shearwater.spi.Actor;
import io.shearwater.spi.FileStore;
import io.shearwater.testing.InMemoryFileStore;
import io.shearwater.testing.InMemoryRegistryStore;
import io.shearwater.testing.SteppedClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registration leaves behind that is killed, or whose disk is full, while it copies files. */
class RegistrationCrashTest {
    private static final ModelDraft DRAFT = ModelDraft.of(
                    "prices", ModelSignature.regression(Schema.of(new Field("rooms", DataType.DOUBLE)), "price"))
            .inFormat("torchscript");

    @TempDir
    private Path directory;

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final InMemoryFileStore files = new InMemoryFileStore(clock);
    private final InMemoryRegistryStore registry = new InMemoryRegistryStore(new InMemoryRegistryStore.Disk(), clock);
    private Path source = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        source = Files.createDirectory(directory.resolve("model"));
        Files.writeString(source.resolve("a.pt"), "first");
        Files.writeString(source.resolve("b.pt"), "second");
    }

    private ProjectModels models(FileStore over) {
        ModelParts parts = new ModelParts(
                new Registry(registry, "houses", new Actor("ada")),
                over,
                new NoViews(),
                new Runtimes(List.of(), List.of()),
                new Scratch(directory.resolve("scratch")),
                new Checkpoints(directory.resolve("checkpoints")),
                clock);
        return new ProjectModels(parts, new ProjectExperiments(parts));
    }

    @Test
    void whatAKilledProcessCopiedIsRemovedWhenTheStoreIsOpenedAgain() {
        ProjectModels killed = models(new Failing(files, new StackOverflowError("killed")));
        assertThatThrownBy(() -> killed.register(DRAFT, source)).isInstanceOf(StackOverflowError.class);
        assertThat(files.list()).hasSize(1);
        assertThat(models(files).list()).isEmpty();
        assertThat(models(files).find("prices", 1)).isEmpty();

        ProjectModels next = models(files);
        next.recover();
        assertThat(files.list()).isEmpty();
        assertThat(next.register(DRAFT, source).ref()).isEqualTo(new ModelRef("prices", 2));
        next.recover();
        assertThat(files.list())
                .extracting(file -> file.path().toString())
                .containsExactly("Models/prices/2/a.pt", "Models/prices/2/b.pt");
    }

    @Test
    void aRegistrationThatFailsLeavesNothing() {
        ProjectModels failing = models(new Failing(files, new IllegalStateException("disk full")));
        assertThatThrownBy(() -> failing.register(DRAFT, source)).hasMessage("disk full");
        assertThat(files.list()).isEmpty();
        assertThat(models(files).list()).isEmpty();
    }

    /** Takes one file, then fails as it is told; after an error of the machine, nothing of it works any more. */
    private static final class Failing implements FileStore {
        private final FileStore under;
        private final Throwable failure;
        private int written;

        Failing(FileStore under, Throwable failure) {
            this.under = under;
            this.failure = failure;
        }

        @Override
        public List<StoredFile> list() {
            requireAlive();
            return under.list();
        }

        @Override
        public Optional<StoredFile> find(FilePath path) {
            return under.find(path);
        }

        @Override
        public InputStream read(FilePath path) {
            return under.read(path);
        }

        @Override
        public StoredFile write(FilePath path, InputStream bytes, Existing existing) throws IOException {
            if (written++ > 0) {
                fail();
            }
            return under.write(path, bytes, existing);
        }

        @Override
        public boolean delete(FilePath path) {
            requireAlive();
            return under.delete(path);
        }

        private void requireAlive() {
            if (failure instanceof Error) {
                fail();
            }
        }

        private void fail() {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public void close() {}
    }

    private record NoViews() implements Views {
        @Override
        public FeatureView view(ViewRef ref) {
            throw new IllegalStateException("There is no view");
        }

        @Override
        public List<GroupRef> groups(ViewRef ref) {
            return List.of();
        }
    }
}
