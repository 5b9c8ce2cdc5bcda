package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

class UnfinishedRunTest extends PaymentStore {
    private static final Run FIRST = Run.sinceLast().until(BEGIN.plus(Duration.ofDays(5)));

    /** Both groups, of which the second refuses what is too long for it. */
    private static FeaturePipeline.Builder copies() {
        return FeaturePipeline.named("copies")
                .source("payments", Source.group("payments"))
                .node("wide", Node.sql("SELECT cc_num, ts AS day, t_id AS n, amount AS total FROM payments"))
                .node("notes", Node.sql("SELECT t_id, note FROM payments"))
                .output("wide", "card_daily")
                .output("notes", "narrow");
    }

    private void payWithNote(long id, String note) {
        payments.insert(Frame.of(
                payments.spec().schema(),
                List.of(Map.of("t_id", id, "ts", BEGIN.plusSeconds(id), "cc_num", "a", "amount", 1.0, "note", note))));
    }

    @Test
    void whatIsWrittenInPartIsFinishedByTheNextRunFromTheSameStates() {
        payWithNote(1, "too long");
        store.createFeatureGroup(FeatureGroupSpec.builder("narrow", 1)
                .feature("t_id", DataType.LONG)
                .feature("note", DataType.string(1))
                .primaryKey("t_id")
                .build());
        FeatureGroup daily = store.featureGroup("card_daily");
        FeaturePipeline pipeline = copies().build();

        assertThatThrownBy(() -> pipeline.run(store, FIRST))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(PipelineError.PARTLY_WRITTEN))
                .hasMessageContaining("wrote into 'card_daily' and not into 'narrow'")
                .hasMessageContaining("'note' holds at most 1 characters");
        assertThat(daily.commits()).hasSize(1);

        // Another process: the group was widened meanwhile, and the source has changed.
        store.close();
        open();
        store.featureGroup("narrow").widen("note", DataType.string(20));
        payWithNote(1, "changed");
        PipelineReport report = copies().build().run(store, FIRST);

        assertThat(store.featureGroup("card_daily").commits())
                .as("not written twice")
                .hasSize(1);
        assertThat(values("SELECT * FROM narrow")).containsExactly(List.of(1L, "too long"));
        assertThat(report.commits()).hasSize(2);
        // All is written: the next run begins anew, and sees the change.
        copies().build().run(store, Run.everything().until(BEGIN.plus(Duration.ofDays(5))));
        assertThat(values("SELECT * FROM narrow")).containsExactly(List.of(1L, "changed"));
    }

    /** Adds so much to the amounts of payments: code of a program, compiled anew. */
    private UnaryOperator<Frame> program(String file, String amount) throws IOException, ReflectiveOperationException {
        Path directory = Files.createDirectory(this.directory.resolve(file));
        Path source = directory.resolve("Program.java");
        Files.writeString(source, """
                import io.shearwater.model.Frame;
                import io.shearwater.model.FrameBuilder;
                import java.util.function.UnaryOperator;
                public class Program {
                  public static UnaryOperator<Frame> function() { return rows -> Adding.to(rows); }
                }
                class Adding {
                  static Frame to(Frame rows) {
                    FrameBuilder changed = new FrameBuilder(rows.schema(), rows.rows());
                    for (int row = 0; row < rows.rows(); row++) {
                      changed.append(rows.value(row, "cc_num"), rows.value(row, "day"), rows.value(row, "n"),
                          AMOUNT + (double) rows.value(row, "total"));
                    }
                    return changed.build();
                  }
                }
                """.replace("AMOUNT", amount));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(failed).isZero();
        ClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
        @SuppressWarnings("unchecked") // the program above says so
        UnaryOperator<Frame> function = (UnaryOperator<Frame>)
                loader.loadClass("Program").getMethod("function").invoke(null);
        return function;
    }

    private static FeaturePipeline adding(UnaryOperator<Frame> function) {
        return FeaturePipeline.named("adding")
                .source("payments", Source.group("payments"))
                .node("some", Node.sql("SELECT cc_num, ts AS day, t_id AS n, amount AS total FROM payments"))
                .node("more", Node.frame("some", function))
                .node("notes", Node.sql("SELECT t_id, note FROM payments"))
                .output("more", "card_daily")
                .output("notes", "narrow")
                .build();
    }

    @Test
    void aRunWhoseFunctionWasChangedIsNotFinishedByTheOtherCode() throws IOException, ReflectiveOperationException {
        payWithNote(1, "too long");
        FeatureGroup narrow = store.createFeatureGroup(FeatureGroupSpec.builder("narrow", 1)
                .feature("t_id", DataType.LONG)
                .feature("note", DataType.string(1))
                .primaryKey("t_id")
                .build());
        FeaturePipeline old = adding(program("old", "10"));
        assertThatThrownBy(() -> old.run(store, FIRST)).hasMessageContaining("wrote into 'card_daily'");
        narrow.widen("note", DataType.string(20));

        FeaturePipeline changed = adding(program("changed", "20"));
        assertThatThrownBy(() -> changed.run(store, Run.between(BEGIN.plusSeconds(1), BEGIN.plusSeconds(9))))
                .hasMessageContaining("A run of another form of the pipeline 'adding'")
                .hasMessageContaining("Run this one over that time first");
        changed.run(store, FIRST);
        assertThat(values("SELECT total FROM card_daily")).containsExactly(List.of(21.0));
        assertThat(store.featureGroup("card_daily").commits()).hasSize(2);
    }

    @Test
    void aRunOfTheSameCodeIsFinishedThoughItWasCompiledAnew() throws IOException, ReflectiveOperationException {
        payWithNote(1, "too long");
        FeatureGroup narrow = store.createFeatureGroup(FeatureGroupSpec.builder("narrow", 1)
                .feature("t_id", DataType.LONG)
                .feature("note", DataType.string(1))
                .primaryKey("t_id")
                .build());
        FeaturePipeline old = adding(program("old", "10"));
        assertThatThrownBy(() -> old.run(store, FIRST)).hasMessageContaining("wrote into 'card_daily'");
        narrow.widen("note", DataType.string(20));

        // A comment moves lines, which are no code.
        adding(program("same", "/* ten\n */ 10")).run(store, FIRST);
        assertThat(store.featureGroup("card_daily").commits()).hasSize(1);
        assertThat(values("SELECT * FROM narrow")).containsExactly(List.of(1L, "too long"));
    }

    @Test
    void otherSettingsMakeAnotherForm() {
        List<Totals> totals = List.of(
                Totals.by("cc_num").time("ts"), Totals.by("cc_num").time("ts").numbers("amount"));
        assertThat(totals.stream()
                        .map(each -> form(Node.dailyTotals("payments", each)))
                        .distinct())
                .hasSize(2);
        assertThat(Stream.of(1, 2)
                        .map(days -> form(Node.rollUp("payments", totals.getFirst(), days)))
                        .distinct())
                .hasSize(2);
        assertThat(form(Node.sql("SELECT 1 AS x FROM payments")))
                .isEqualTo(form(Node.sql("SELECT 1 AS x FROM payments")));
    }

    private String form(Node node) {
        FeaturePipeline pipeline = FeaturePipeline.named("p")
                .source("payments", Source.group("payments"))
                .node("x", node)
                .output("x", "card_daily")
                .build();
        return new PipelineForm(pipeline, store, new Graph(pipeline, store)).digest(List.of());
    }

    @Test
    void theMarkStaysWhereNothingWasWritten() {
        pay("a", 3, Duration.ofDays(1));
        FeaturePipeline failing = FeaturePipeline.named("p")
                .source("payments", Source.group("payments"))
                .node("daily", Node.frame("payments", rows -> {
                    throw new IllegalStateException("no");
                }))
                .output("daily", "card_daily")
                .build();
        assertThatThrownBy(() -> failing.run(store, FIRST)).hasMessageContaining("no");

        FeaturePipeline right = FeaturePipeline.named("p")
                .source("payments", Source.group("payments"))
                .node("daily", Node.sql(DAILY))
                .output("daily", "card_daily")
                .build();
        right.run(store, FIRST);
        assertThat(values("SELECT count(*) FROM card_daily")).containsExactly(List.of(3L));
    }

    @Test
    void aBackfillOfThePastDoesNotMoveTheMarkAndAGapDoesNotEither() {
        pay("a", 20, Duration.ofDays(1));
        FeaturePipeline pipeline = FeaturePipeline.named("p")
                .source("payments", Source.group("payments"))
                .node("daily", Node.sql(DAILY).window(Window.ofDays(1), "day"))
                .output("daily", "card_daily")
                .build();
        pipeline.run(store, Run.ofDays(FIRST_DAY.plusDays(4), FIRST_DAY.plusDays(5)));
        pipeline.run(store, Run.ofDays(FIRST_DAY, FIRST_DAY.plusDays(1)));
        pipeline.run(store, Run.ofDays(FIRST_DAY.plusDays(10), FIRST_DAY.plusDays(11)));

        pipeline.run(store, Run.sinceLast().until(BEGIN.plus(Duration.ofDays(8))));

        assertThat(values("SELECT dayofmonth(day) FROM card_daily ORDER BY day").stream()
                        .map(List::getFirst))
                .containsExactly(1L, 2L, 5L, 6L, 7L, 8L, 11L, 12L);
    }

    @Test
    void rowsThatCameLateAreSeenByARunThatComputesTheLastDaysAgain() {
        pay("a", 5, Duration.ofDays(1));
        FeaturePipeline pipeline = sums().build();
        pipeline.run(store, FIRST);
        pay("b", 5, Duration.ofDays(1));

        pipeline.run(store, Run.sinceLast().again(Duration.ofDays(2)).until(BEGIN.plus(Duration.ofDays(5))));

        assertThat(values("SELECT cc_num, count(*) FROM card_daily GROUP BY cc_num ORDER BY cc_num"))
                .containsExactly(List.of("a", 5L), List.of("b", 2L));
    }
}
