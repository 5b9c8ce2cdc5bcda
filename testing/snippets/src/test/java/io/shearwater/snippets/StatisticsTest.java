package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.ProjectFiles;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.StatisticsSpec.Part;
import io.shearwater.model.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest extends CardStore {
    @Test
    void aGroupTellsWhatItsValuesAreLike() {
        // region: statistics.read
        Statistics statistics = payments.statistics();
        ColumnStatistics amount = statistics.column("amount");
        double mean = amount.moments().orElseThrow().mean();
        Object median = amount.quantile(0.5).orElseThrow();
        String text = statistics.text();
        String json = statistics.toJson();
        // end
        assertThat(mean).isEqualTo(29.5);
        assertThat(median).isEqualTo(29.0);
        assertThat(text).contains("40 rows", "sample stddev");
        assertThat(json).contains("\"mean\":29.5");
        assertThat(store.statistics(payments.read()).rows()).isEqualTo(40);

        // region: statistics.compute
        Statistics computed = payments.computeStatistics(
                StatisticsSpec.of(Part.DISTRIBUTION, Part.CORRELATION).ofColumns("amount", "is_fraud"));
        double together = computed.correlations().orElseThrow().of("amount", "is_fraud");
        // end
        assertThat(together).isBetween(-0.2, 0.0);
    }

    @Test
    void aGroupSaysWhatItsCommitsKeep() {
        // region: statistics.spec
        FeatureGroupSpec spec = FeatureGroupSpec.builder("wide", 1)
                .feature("id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("note", DataType.STRING)
                .primaryKey("id")
                .statistics(StatisticsSpec.STANDARD.ofColumns("amount")) // or StatisticsSpec.NONE
                .build();
        // end
        assertThat(store.createFeatureGroup(spec).statistics().columns()).hasSize(1);
    }

    @Test
    void aProjectKeepsFiles() throws IOException {
        Path model = Files.writeString(directory.resolve("given.json"), "{}");
        // region: files.use
        ProjectFiles files = store.files();
        files.upload(model, "Models/fraud/1/model.json"); // fails if it is there
        files.replace(model, "Models/fraud/1/model.json"); // puts it in its place
        List<StoredFile> all = files.list("Models/fraud");
        Path copy = files.download("Models/fraud/1/model.json", directory);
        files.delete("Models/fraud/1/model.json");
        // end
        assertThat(all).hasSize(1);
        assertThat(copy).hasContent("{}");
        assertThat(files.list()).isEmpty();
    }
}
