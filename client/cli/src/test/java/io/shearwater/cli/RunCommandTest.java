package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("SystemOut") // replaced while a program prints to it
class RunCommandTest {
    @TempDir
    private Path directory;

    private final Screen screen = Screen.pipe();

    private int run(String program, String... arguments) throws IOException {
        Path file = Files.writeString(directory.resolve("Weather.java"), program);
        String[] line = new String[4 + arguments.length];
        line[0] = "run";
        line[1] = "--store";
        line[2] = directory.resolve("store").toString();
        line[3] = file.toString();
        System.arraycopy(arguments, 0, line, 4, arguments.length);
        return screen.run(line);
    }

    /** What a run prints to the standard output, where programs print. */
    private String printed(String program, String... arguments) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(run(program, arguments)).as(screen.err()).isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aProgramOfAFewLinesHasEverythingAtHand() throws IOException {
        Path csv = Files.writeString(
                directory.resolve("weather.csv"), "city,at,celsius\nuppsala,2025-01-01T00:00:00Z,-3.5\n");

        String out = printed("""
                void main(String[] arguments) {
                    FeatureGroup weather = store().getOrCreateFeatureGroup(FeatureGroupSpec.builder("weather", 1)
                            .primaryKey("city").eventTime("at").online().build());
                    load(weather, Path.of(arguments[0]));
                    show(weather.read());
                    show(store().sql("SELECT count(*) AS n FROM weather"));
                    show(store().createFeatureView(FeatureViewSpec.builder("v", 1, weather.select("celsius")).build())
                            .featureVector(Map.of("city", "uppsala")));
                    IO.println(List.of(arguments).subList(1, 3));
                }
                """, csv.toString(), "--flag", "--help");

        assertThat(out).isEqualTo("""
                city     at                    celsius
                uppsala  2025-01-01T00:00:00Z     -3.5
                n
                1
                feature  value  status   event_time
                celsius   -3.5  PRESENT  2025-01-01T00:00:00Z
                [--flag, --help]
                """);
    }

    @Test
    void aTransformationOfTheProgramReadsTheColumnsThatItsParametersName() throws IOException {
        String program = """
                import io.shearwater.transform.*;
                public class Weather {
                    @TransformationFunction
                    public static double fahrenheit(double celsius) {
                        return 32 + 1.8 * celsius;
                    }

                    public static void main(String[] arguments) {
                        Schema rows = Schema.of(new Field("celsius", DataType.DOUBLE));
                        show(Transformations.apply(
                                Frame.of(rows, List.of(Map.of("celsius", 10.0))),
                                Transformations.method(Weather.class, "fahrenheit").as("fahrenheit")));
                    }
                }
                """;

        assertThat(printed(program)).isEqualTo("""
                celsius  fahrenheit
                   10.0        50.0
                """);
    }

    @Test
    void aFeaturePipelineTakesTheStretchThatTheCommandLineNames() throws IOException {
        Path csv = Files.writeString(
                directory.resolve("weather.csv"),
                "city,seen,celsius\nuppsala,2025-01-01T06:00:00Z,1\nuppsala,2025-01-01T18:00:00Z,3\nuppsala,2025-01-02T06:00:00Z,9\n");
        String program = """
                void main(String[] arguments) {
                    store().getOrCreateFeatureGroup(FeatureGroupSpec.builder("daily", 1)
                            .primaryKey("city").eventTime("day").knownAfter(Duration.ofDays(1)).build());
                    FeaturePipeline.named("weather")
                            .source("hours", Source.files(FileSource.of(Path.of("CSV"))).time("seen"))
                            .node("days", Node.sql("SELECT city, date_trunc('day', seen) AS day, avg(celsius) AS mean FROM hours "
                                    + "GROUP BY city, date_trunc('day', seen)").window(Window.ofDays(1), "day"))
                            .output("days", "daily")
                            .build().run(store(), Run.of(arguments));
                    show(store().sql("SELECT * FROM daily ORDER BY day"));
                }
                """.replace("CSV", csv.toString());

        assertThat(printed(program, "--start", "2025-01-01", "--end", "2025-01-01"))
                .isEqualTo("""
                city     day                   mean
                uppsala  2025-01-01T00:00:00Z   2.0
                """);
        assertThat(printed(program, "--end", "2025-01-02")).contains("2025-01-02T00:00:00Z   9.0");
        assertThat(run(program, "--stat", "2025-01-01")).isEqualTo(1);
        assertThat(screen.err()).contains("'--stat' says nothing about a run", "Weather.java");
    }

    @Test
    void anOrdinaryClassRunsToo() throws IOException {
        assertThat(printed("""
                import java.util.List;

                public class Weather {
                    public static void main(String[] arguments) {
                        System.out.println(List.of(arguments));
                    }
                }
                """, "a")).isEqualTo("[a]\n");
    }

    @Test
    void whatTheCompilerRefusesIsShownWithItsLine() throws IOException {
        assertThat(run("void main() {\n    Strin s = null;\n}\n")).isEqualTo(1);
        assertThat(screen.err())
                .startsWith("shearwater: ")
                .contains("Weather.java:2: cannot find symbol", "\n    Strin s = null;\n    ^");
    }

    @Test
    void whatTheStoreRefusesIsShownWithTheLineThatAsked() throws IOException {
        assertThat(run("void main() {\n    store().featureGroup(\"none\");\n}\n"))
                .isEqualTo(1);
        assertThat(screen.err()).contains("none", "Weather.java:2").doesNotContain("Exception");
    }

    @Test
    void anyOtherFailureShowsTheProgramsPartOfTheStack() throws IOException {
        assertThat(run("void main() {\n    throw new IllegalStateException(\"mine\");\n}\n"))
                .isEqualTo(1);
        assertThat(screen.err())
                .contains("IllegalStateException: mine", "Weather.java:2")
                .doesNotContain("picocli", "reflect");
    }

    @Test
    void aFileWithoutMainOrNoFileIsSaidSo() throws IOException {
        assertThat(run("class Other {}")).isEqualTo(1);
        assertThat(screen.err()).contains("has no main method");
        assertThat(screen.run("run", directory + "/None.java")).isEqualTo(2);
        assertThat(screen.err()).contains("None.java' cannot be read");
    }
}
