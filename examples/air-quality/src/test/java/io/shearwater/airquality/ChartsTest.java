package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.ShearwaterException;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
    void theForecastAndTheHindcastAreDrawnAsDocumentsAndAsPictures()
            throws IOException, ParserConfigurationException, SAXException {
        Path file = MeasurementFile.wave(directory.resolve("hours.csv"), 60);
        Path folder = directory.resolve("charts");
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            AirQualityExample.run(store, file, Story.untold());

            assertThat(AirQualityExample.charts(store, folder, Story.untold()))
                    .map(path -> path.getFileName().toString())
                    .containsExactly(
                            "pm25.svg", "lags.svg", "forecast.svg", "forecast.png", "hindcast.svg", "hindcast.png");
        }
        // 21 days that were measured and 7 that are forecast.
        assertThat(parse(folder.resolve("forecast.svg"))
                        .getElementsByTagName("circle")
                        .getLength())
                .isEqualTo(21 + 7);
        // The paper, six bands, and a bar for each of the 15 days that were forecast one day ahead and measured since.
        assertThat(parse(folder.resolve("hindcast.svg"))
                        .getElementsByTagName("rect")
                        .getLength())
                .isEqualTo(1 + 6 + 15);
        for (String name : List.of("forecast.png", "hindcast.png")) {
            BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
            assertThat(image.getWidth()).isEqualTo(1920);
            assertThat(image.getHeight()).isEqualTo(1280);
            Set<Integer> colours = new HashSet<>();
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(400, y));
            }
            assertThat(colours).as("the bands").hasSizeGreaterThanOrEqualTo(6);
        }
    }

    /** In a process whose machine, as far as it knows, has no fonts. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutFontsItIsSaidWhatToInstall() throws IOException, InterruptedException {
        Path none = Files.writeString(
                directory.resolve("fonts.conf"),
                "<?xml version=\"1.0\"?><fontconfig><dir>" + directory.resolve("none") + "</dir></fontconfig>");
        ProcessBuilder program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                ChartsTest.class.getName());
        program.environment().put("FONTCONFIG_FILE", none.toString());
        Process child = program.redirectErrorStream(true).start();

        assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Java cannot draw text here (Fontconfig head is null")
                .contains("apt install fontconfig fonts-dejavu-core");
        assertThat(child.waitFor()).isZero();
        assertThat(PngCanvas.obstacle()).isEmpty();
    }

    /** Prints why no text can be drawn. */
    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String[] arguments) {
        System.out.println(PngCanvas.obstacle().orElse("nothing"));
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
