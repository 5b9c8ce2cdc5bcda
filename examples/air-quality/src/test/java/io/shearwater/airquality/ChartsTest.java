package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.ShearwaterException;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class ChartsTest {
    private static final LocalDate DAY = LocalDate.of(2025, 3, 1);

    @TempDir
    private Path directory;

    private static Document parse(Path file) throws IOException, ParserConfigurationException, SAXException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    @Test
    void theStoreIsDrawnIntoTwoFiles() throws IOException, ParserConfigurationException, SAXException {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 10);
        Path folder = directory.resolve("charts");
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            AirQualityPipeline.run(store, file, LocalDate.MIN, LocalDate.MAX, Story.untold());

            assertThat(AirQualityExample.charts(store, folder, Story.untold()))
                    .containsExactly(folder.resolve("pm25.svg"), folder.resolve("lags.svg"));
        }
        assertThat(parse(folder.resolve("pm25.svg"))
                        .getElementsByTagName("text")
                        .getLength())
                .isGreaterThan(8);
        // Ten days: nine have a day before, eight two, seven three.
        assertThat(parse(folder.resolve("lags.svg"))
                        .getElementsByTagName("circle")
                        .getLength())
                .isEqualTo(9 + 8 + 7);
    }

    @Test
    void aDayWithoutValueIsAGapInTheLine() {
        String svg = SvgChart.series(
                "x",
                List.of(
                        new SvgChart.Point(DAY, 1.0),
                        new SvgChart.Point(DAY.plusDays(1), null),
                        new SvgChart.Point(DAY.plusDays(2), 2.0)));

        assertThat(svg).containsPattern("class=\"series\" d=\"M52.0 [0-9.]+M888.0 [0-9.]+\"");
        assertThat(SvgChart.series("x", List.of())).contains("</svg>");
    }

    @Test
    void correlationIsPearsons() {
        assertThat(new SvgChart.Scatter("x", List.of(new double[] {1, 2}, new double[] {2, 4}, new double[] {3, 6}))
                        .correlation())
                .isEqualTo(1, within(1e-12));
        assertThat(new SvgChart.Scatter("x", List.of(new double[] {1, 1}, new double[] {2, -1}, new double[] {3, 1}))
                        .correlation())
                .isEqualTo(0, within(1e-12));
        assertThat(new SvgChart.Scatter("x", List.of()).correlation()).isNaN();
    }

    @Test
    void aFolderThatCannotBeIsNamed() throws IOException {
        Path file = MeasurementFile.write(directory.resolve("hours.csv"), 3);
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            AirQualityPipeline.run(store, file, LocalDate.MIN, LocalDate.MAX, Story.untold());
            assertThatThrownBy(() -> AirQualityExample.charts(store, file.resolve("x"), Story.untold()))
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining(file.toString());
        }
    }
}
