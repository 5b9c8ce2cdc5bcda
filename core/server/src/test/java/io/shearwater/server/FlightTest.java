package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.arrow.ArrowFrames;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient.ExchangeReaderWriter;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tables over Arrow Flight, with the client that Arrow has. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlightTest {
    private FlightCaller flights;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        flights = new FlightCaller(directory);
    }

    @AfterAll
    void stop() throws Exception {
        flights.close();
    }

    @Test
    void rowsThatWerePutAreRead() throws Exception {
        Frame read = flights.read(
                FlightCaller.rows(""), FlightCaller.as(flights.served().key()));

        assertThat(read.rows()).isEqualTo(1_000);
        assertThat(read.toMaps())
                .containsExactlyInAnyOrderElementsOf(FlightCaller.cards(1_000).toMaps());
    }

    @Test
    void aReadNamesColumnsAConditionARangeACommitAndALimit() throws Exception {
        assertThat(flights.read(
                                FlightCaller.rows(", \"columns\": [\"amount\"], \"where\": \"amount > 498\""),
                                FlightCaller.as(flights.served().key()))
                        .toMaps())
                .hasSize(3)
                .allMatch(row -> row.keySet().equals(java.util.Set.of("amount")));
        assertThat(flights.read(
                                FlightCaller.rows(
                                        ", \"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-01T00:00:10Z\""),
                                FlightCaller.as(flights.served().key()))
                        .rows())
                .isEqualTo(10);
        assertThat(flights.read(
                                FlightCaller.rows(", \"commit\": 1, \"limit\": 7"),
                                FlightCaller.as(flights.served().key()))
                        .rows())
                .isEqualTo(7);
    }

    @Test
    void sqlBatchesAndTheLatestRowsAreRead() throws Exception {
        CallOption key = FlightCaller.as(flights.served().key());

        Frame counted = flights.read(
                "{\"sql\": {\"project\": \"fraud\", \"statement\": \"select count(*) as n from cards\"}}", key);
        Frame batch = flights.read("{\"batch\": {\"project\": \"fraud\", \"view\": \"amounts\", \"version\": 1}}", key);
        Frame latest =
                flights.read("{\"latest\": {\"project\": \"fraud\", \"view\": \"amounts\", \"version\": 1}}", key);

        assertThat(counted.value(0, "n")).isEqualTo(1_000L);
        assertThat(batch.rows()).isEqualTo(1_000);
        assertThat(latest.rows()).isEqualTo(1_000);
    }

    @Test
    void aSpineGetsItsFeatures() throws Exception {
        Schema keys = Schema.of(new Field("card", DataType.STRING), new Field("at", DataType.TIMESTAMP));
        Frame spine = Frame.of(
                keys,
                List.of(
                        Map.of("card", "c7", "at", Instant.parse("2026-02-01T00:00:00Z")),
                        Map.of("card", "none", "at", Instant.parse("2026-02-01T00:00:00Z"))));

        try (ExchangeReaderWriter exchange = flights.client()
                        .doExchange(
                                FlightCaller.descriptor(
                                        "{\"spine\": {\"project\": \"fraud\", \"view\": \"amounts\", \"version\": 1}}"),
                                FlightCaller.as(flights.served().key()));
                VectorSchemaRoot root = ArrowFrames.write(spine, flights.memory())) {
            exchange.getWriter().start(root);
            exchange.getWriter().putNext();
            exchange.getWriter().completed();
            Frame answer = FlightCaller.all(exchange.getReader());

            assertThat(answer.column("amount").value(0)).isEqualTo(3.5);
            assertThat(answer.column("amount").isNull(1)).isTrue();
        }
    }

    @Test
    void aPartOfTrainingDataIsRead() throws Exception {
        ServedStore.Reply made = flights.served()
                .post(
                        FlightCaller.PROJECT + "/feature-views/amounts/1/training-datasets",
                        "{\"split\": {\"random\": {\"parts\": [{\"name\": \"train\", \"share\": 0.8},"
                                + " {\"name\": \"test\", \"share\": 0.2}], \"seed\": 7}}}");
        String part = made.status() == 201 ? "train" : "";
        if (part.isEmpty()) {
            made = flights.served().post(FlightCaller.PROJECT + "/feature-views/amounts/1/training-datasets", "{}");
            part = "all";
        }
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        Frame rows = flights.read(
                "{\"training_data\": {\"project\": \"fraud\", \"view\": \"amounts\", \"version\": 1,"
                        + " \"training_dataset\": 1, \"part\": \"" + part + "\"}}",
                FlightCaller.as(flights.served().key()));

        assertThat(rows.rows()).isPositive();
        assertThat(rows.schema().names()).contains("amount");
    }

    @Test
    void aFlightTellsItsColumnsAndTheTicketToReadIt() throws Exception {
        String command = FlightCaller.rows(", \"columns\": [\"card\"], \"limit\": 3");

        FlightInfo info = flights.client()
                .getInfo(
                        FlightCaller.descriptor(command),
                        FlightCaller.as(flights.served().key()));

        assertThat(info.getSchemaOptional().orElseThrow().getFields()).hasSize(1);
        assertThat(FlightCaller.all(flights.client()
                                .getStream(
                                        info.getEndpoints().getFirst().getTicket(),
                                        FlightCaller.as(flights.served().key())))
                        .rows())
                .isEqualTo(3);
        assertThatThrownBy(() -> flights.client()
                        .getStream(info.getEndpoints().getFirst().getTicket())
                        .next())
                .as("a ticket proves nothing")
                .satisfies(failed -> assertThat(FlightCaller.code(failed)).isEqualTo(FlightStatusCode.UNAUTHENTICATED));
    }

    @Test
    void aPutAnswersWithItsCommitAndTheSameKeyWritesNothing() throws Exception {
        flights.group("payments");
        String command = "{\"insert\": {\"project\": \"fraud\", \"group\": \"payments\", \"version\": 1,"
                + " \"idempotency_key\": \"first\"}}";

        String first = flights.put(
                command,
                FlightCaller.cards(10),
                FlightCaller.as(flights.served().key()));
        String again = flights.put(
                command,
                FlightCaller.cards(10),
                FlightCaller.as(flights.served().key()));

        assertThat(first).contains("\"inserted\":10");
        assertThat(again).isEqualTo(first);
        assertThatThrownBy(() -> flights.put(
                        command.replace("insert", "append").replace("first", "2"),
                        FlightCaller.cards(10),
                        FlightCaller.as(flights.served().key())))
                .satisfies(failed -> assertThat(FlightCaller.code(failed)).isNotEqualTo(FlightStatusCode.INTERNAL));
    }

    @Test
    void manyRowsComeInBatchesAndInPieces() throws Exception {
        flights.group("many", "");
        int rows = 200_000;
        ColumnBuilder card = ColumnBuilder.of("card", DataType.STRING, rows);
        ColumnBuilder at = ColumnBuilder.of("at", DataType.TIMESTAMP, rows);
        ColumnBuilder amount = ColumnBuilder.of("amount", DataType.DOUBLE, rows);
        for (int i = 0; i < rows; i++) {
            card.append("c" + i);
            at.append(Instant.EPOCH);
            if (i % 5 == 0) {
                amount.appendNull();
            } else {
                amount.append((double) i);
            }
        }
        Frame frame = new Frame(
                FlightCaller.CARDS.select(List.of("card", "at", "amount")),
                List.of(card.build(), at.build(), amount.build()),
                rows);
        flights.put(
                "{\"insert\": {\"project\": \"fraud\", \"group\": \"many\", \"version\": 1}}",
                frame,
                FlightCaller.as(flights.served().key()));

        Frame read = flights.read(
                "{\"rows\": {\"project\": \"fraud\", \"group\": \"many\", \"version\": 1, \"columns\": [\"card\", \"amount\"]}}",
                FlightCaller.as(flights.served().key()));

        assertThat(read.rows()).isEqualTo(rows);
        double sum = 0;
        int nulls = 0;
        for (int i = 0; i < rows; i++) {
            if (read.column(1).isNull(i)) {
                nulls++;
            } else {
                assertThat(read.column(0).value(i))
                        .isEqualTo("c" + ((Double) read.column(1).valueAt(i)).intValue());
                sum += (double) read.column(1).valueAt(i);
            }
        }
        assertThat(nulls).isEqualTo(rows / 5);
        assertThat(sum).isEqualTo(1.0 * rows * (rows - 1) / 2 - 5.0 * nulls * (nulls - 1) / 2);
    }

    @Test
    void whatIsWrongIsAnInvalidArgument() {
        CallOption key = FlightCaller.as(flights.served().key());
        for (String command : List.of(
                "",
                "{}",
                "nothing",
                "{\"rows\": {}}",
                "{\"rocks\": {}}",
                FlightCaller.rows(", \"colums\": []"),
                FlightCaller.rows(", \"limit\": -1"))) {
            assertThat(flights.refused(command, key)).as(command).isEqualTo(FlightStatusCode.INVALID_ARGUMENT);
        }
        assertThat(flights.refused(FlightCaller.rows("").replace("cards", "crads"), key))
                .isEqualTo(FlightStatusCode.NOT_FOUND);
    }
}
