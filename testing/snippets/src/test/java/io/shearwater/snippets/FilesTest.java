package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilesTest extends CardStore {
    @Test
    void severalFilesAreReadAsOne() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("1.csv"), "Station ID,year,month,day,hour,PM2.5\n0042,2024,12,31,23,NA\n");
        Files.writeString(data.resolve("2.csv"), "PM2.5,Station ID,year,month,day,hour\n8,0117,2025,1,1,0\n");
        FeatureGroup air = store.createFeatureGroup(FeatureGroupSpec.builder("air", 1)
                .primaryKey("station_id")
                .eventTime("event_time")
                .build());
        // region: files.read
        FileSource files = FileSource.matching(data + "/*.csv")
                .withNulls("NA")
                .withZone(ZoneId.of("Europe/Stockholm"))
                .withJoined("event_time", List.of("year", "month", "day", "hour"))
                .withTimeFormat("event_time", "y M d H");
        FrameReader rows = store.reader(files).withAllowedNames();
        Commit commit = air.insert(rows, WriteOptions.plain());
        // end
        assertThat(commit.counts().inserted()).isEqualTo(2);
        assertThat(air.read().toMaps())
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("station_id", "0117")
                        .containsEntry("event_time", Instant.parse("2024-12-31T23:00:00Z"))
                        .containsEntry("pm2_5", 8L));
    }
}
