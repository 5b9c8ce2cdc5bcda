package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RowsJsonPropertyTest {
    @Property(tries = 200)
    void rowsOfAnyTypesComeBackInEachForm(@ForAll long seed, @ForAll RowsJson.Form form) {
        RandomValues random = new RandomValues(seed);
        Schema schema = random.schema();
        Frame frame = random.frame(schema, random.random().nextInt(30));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        RowsJson.write(frame.reader(), form, out);

        ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
        FrameReader back = form == RowsJson.Form.LINES ? RowsJson.lines(in, schema) : RowsJson.reader(in, schema);
        assertThat(back.readAll()).isEqualTo(frame);
    }
}
