package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class XxHash64Test {
    @Test
    void theHashIsThatOfEveryOtherImplementation() {
        assertThat(hash("", 0)).isEqualTo(0xEF46DB3751D8E999L);
        assertThat(hash("a", 0)).isEqualTo(0xD24EC4F1A98C6E5BL);
        assertThat(hash("abc", 0)).isEqualTo(0x44BC2CF5AD770999L);
        assertThat(hash("Nobody inspects the spammish repetition", 0)).isEqualTo(0xFBCEA83C8A378BF1L);
        assertThat(hash("xxhash", 20141025)).isEqualTo(0xB559B98D844E0635L);
    }

    @Test
    void bytesBehindTheLengthDoNotCount() {
        byte[] bytes = Arrays.copyOf("abc".getBytes(StandardCharsets.UTF_8), 50);

        assertThat(XxHash64.hash(bytes, 3, 0)).isEqualTo(hash("abc", 0));
    }

    private static long hash(String text, long seed) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return XxHash64.hash(bytes, bytes.length, seed);
    }
}
