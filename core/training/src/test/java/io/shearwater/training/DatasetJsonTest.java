package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ClassWeights;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.RegistryError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetJsonTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.000001Z");

    @Test
    void aVersionComesBackAsItWas() {
        TimeRange first = TimeRange.upTo(NOON);
        TimeRange second = TimeRange.of(
                NOON.plusSeconds(1), Instant.parse("1969-07-20T20:17:40Z").plusSeconds(1L << 40));
        List<SplitSpec> splits = List.of(
                SplitSpec.whole(),
                SplitSpec.trainTest(0.1, Long.MIN_VALUE),
                new SplitSpec.Random(
                        List.of(new SplitSpec.Part("a", 1.0 / 3), new SplitSpec.Part("b", 2.0 / 3)),
                        Long.MAX_VALUE,
                        List.of("x", "y")),
                SplitSpec.trainTest(0.1, 3).groupedBy("x").exact(),
                SplitSpec.kFold(3, 4).stratifiedBy("x", "y"),
                SplitSpec.trainTestByTime(first, second));

        for (SplitSpec split : splits) {
            TrainingDataset dataset = new TrainingDataset(
                    new ViewRef("fraud", 2),
                    7,
                    NOON,
                    split,
                    Predicate.not(Predicate.greaterThan("amount", Double.NaN)),
                    second,
                    List.of(
                            new TrainingDataset.Pin(new GroupRef("a", 1), 0),
                            new TrainingDataset.Pin(new GroupRef("b", 3), Long.MAX_VALUE)),
                    true,
                    new TrainingDataset.Outcome(
                            Map.of(split.names().getFirst(), new TrainingDataset.PartInfo(5_000_000_000L, "00ff")),
                            3,
                            Optional.empty(),
                            List.of(),
                            Optional.empty()));

            assertThat(DatasetJson.read(DatasetJson.write(dataset))).isEqualTo(dataset);
            TrainingDataset weighted = dataset.withOutcome(dataset.outcome()
                    .withClassWeights(Optional.of(new ClassWeights("label", Map.of("", 1L, "true", 5_000_000_000L)))));
            assertThat(DatasetJson.read(DatasetJson.write(weighted))).isEqualTo(weighted);
        }
    }

    @Test
    void theTextIsTheDocumentedOne() {
        TrainingDataset dataset = new TrainingDataset(
                new ViewRef("fraud", 1),
                3,
                Instant.EPOCH,
                SplitSpec.trainTest(0.25, 42),
                Predicate.equalTo("category", "shop"),
                TimeRange.after(Instant.EPOCH),
                List.of(new TrainingDataset.Pin(new GroupRef("cc_trans_fg", 1), 12)),
                false,
                new TrainingDataset.Outcome(
                        Map.of(
                                "train", new TrainingDataset.PartInfo(30, "ab"),
                                "test", new TrainingDataset.PartInfo(10, "cd")),
                        1,
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));

        assertThat(DatasetJson.write(dataset)).isEqualTo("""
                        {"view":{"name":"fraud","version":1},"version":3,"created":"0",\
                        "split":{"kind":"random","seed":"42","parts":[{"name":"train","share":0.75},\
                        {"name":"test","share":0.25}],"groupBy":[],"stratifyBy":[],"sizes":"near"},\
                        "filter":{"compare":"category","operator":"=","value":{"string":"shop"}},\
                        "range":{"startExclusive":"0"},\
                        "pins":[{"group":"cc_trans_fg","version":1,"commit":"12"}],\
                        "parts":{"train":{"rows":"30","digest":"ab"},"test":{"rows":"10","digest":"cd"}},\
                        "droppedRows":"1","spine":false}""");
    }

    @Test
    void aSplitOfBeforeThereWereStrataIsReadAsNear() {
        TrainingDataset dataset = new TrainingDataset(
                new ViewRef("fraud", 1),
                3,
                Instant.EPOCH,
                SplitSpec.trainTest(0.25, 42).groupedBy("x"),
                Predicate.all(),
                TimeRange.ALL,
                List.of(),
                false,
                new TrainingDataset.Outcome(
                        Map.of(), 1, Optional.of("ab12"), List.of("cd34", "ef56"), Optional.empty()));
        String now = DatasetJson.write(dataset);
        String then = now.replace(",\"stratifyBy\":[],\"sizes\":\"near\"", "");

        assertThat(then).isNotEqualTo(now);
        assertThat(DatasetJson.read(then)).isEqualTo(dataset);
        assertThatThrownBy(() -> DatasetJson.read(now.replace("\"near\"", "\"round\"")))
                .hasMessageContaining("unknown sizes 'round'");
    }

    @Test
    void aDamagedTextSaysWhatIsWrong() {
        assertThatThrownBy(() -> DatasetJson.read("{\"view\":{\"name\":\"fraud\",\"version\":1},\"version\":3}"))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(RegistryError.DAMAGED))
                .hasMessageContaining("'created'");
    }
}
