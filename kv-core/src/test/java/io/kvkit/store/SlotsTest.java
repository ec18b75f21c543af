package io.kvkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots are those of the driver, and so those of the servers. */
class SlotsTest {

    private static final String LETTERS = "abcXYZ019:._%-~{}\u00e9\u20ac";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "123456789",
                "{",
                "}",
                "{}",
                "{}a",
                "a{b}c",
                "a{}b{c}",
                "a{b{c}d}",
                "}{a}",
                "a{b",
                "{\u00e9}a",
                "\u00e9{a}",
                "\ud83d\ude00"
            })
    void slotIsThatOfTheDriver(String key) {
        assertThat(Slots.of(key)).isEqualTo(SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void slotsOfAnyKeysAreThoseOfTheDriver() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder key = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                key.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            slotIsThatOfTheDriver(key.toString());
        }
    }

    @Test
    void keyTellsItsSlotAsOftenAsItIsAsked() {
        Key key = Namespace.of("t", "kv", "raw", Key.Retention.KEPT).key("a");
        int slot = SlotHash.getSlot(key.text());
        assertThat(key.slot()).isEqualTo(slot);
        assertThat(key.slot()).isEqualTo(slot);
    }
}
