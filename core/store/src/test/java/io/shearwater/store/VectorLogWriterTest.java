package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.online.VectorAssembler;
import io.shearwater.online.VectorProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorLogWriterTest {
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("card", DataType.STRING)
            .feature("spent", DataType.DOUBLE)
            .primaryKey("card")
            .online()
            .build();
    private static final FeatureViewSpec VIEW =
            FeatureViewSpec.builder("v", 1, Query.featuresOf(CARDS)).build();

    @TempDir
    private Path directory;

    @Test
    void a_full_queue_drops_and_counts_and_never_waits() {
        try (FeatureStore store = Shearwater.open(directory)) {
            store.createFeatureGroup(CARDS)
                    .insert(Frame.of(CARDS.schema(), List.of(Map.of("card", "a", "spent", 1.5))));
            store.createFeatureView(VIEW);
            StoreParts parts = ((EmbeddedFeatureStore) store).parts();
            VectorProgram program = VectorProgram.of(
                    VIEW,
                    List.of(OnlineParts.group(parts.registry().group(CARDS.ref()))),
                    Predicate.all(),
                    parts.functions(),
                    Optional.empty());
            VectorAssembler assembler = parts.online().vectors(program);
            VectorLogLayout layout = new VectorLogLayout(VIEW, program);
            LoggedRequest.Form form = new LoggedRequest.Form(layout, program, null);
            // Not started: nobody takes from the queue.
            VectorLogWriter log = new VectorLogWriter(parts, layout);
            log.prepare(layout);
            int offered = 200_000;
            List<Map<String, String>> entries = List.of(Map.of("card", "a"));
            OnlineState.Mark[] marks = {new OnlineState.Mark(1, 0)};
            for (int i = 0; i < offered; i++) {
                log.offer(new LoggedRequest(
                        form, LoggedRequest.named(entries), assembler.serve(entries), marks, null, 1, log.dropped()));
            }
            long waiting = log.counts().waiting();
            assertThat(waiting).isBetween(256L, offered / 2L);
            assertThat(log.counts().dropped()).isEqualTo(offered - waiting);
            log.flush();
            assertThat(log.counts().waiting()).isZero();
            assertThat(log.counts().written()).isEqualTo(waiting);
            log.offer(new LoggedRequest(
                    form, LoggedRequest.named(entries), assembler.serve(entries), marks, null, 1, log.dropped()));
            log.close();
            Frame rows = log.group().read();
            assertThat(rows.rows()).isEqualTo((int) waiting + 1);
            assertThat(rows.column("dropped_before").value(rows.rows() - 1)).isEqualTo(offered - waiting);
        }
    }
}
