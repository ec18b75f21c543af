package io.kvkit.spring.operation.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys can be equal, and which seem to mean the same. */
class KeyShapeTest {

    private static KeyShape single(String kind, String... names) {
        return new KeyShape(kind, -1, List.of(names), false);
    }

    private static KeyShape list(int size) {
        return new KeyShape(KeyShape.LIST, size, List.of(), false);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "2, 2, true",
        "2, 3, false",
        "0, 2, false",
        "2, 0, false",
        "0, 0, true",
        "-1, 2, true",
        "2, -1, true",
        "-1, -1, true"
    })
    void listsMeetIfTheirSizesMayBeTheSame(int one, int other, boolean meet) {
        assertThat(list(one).mayMeet(list(other))).isEqualTo(meet);
        assertThat(list(one).meansSame(list(other))).isEqualTo(meet);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "number, number, true",
        "number, text, true",
        "text, UUID, true",
        "number, UUID, false",
        "constant, number, false",
        "map, map, true",
        "map, text, false",
        "map, list, false",
        "text, list, false",
        "whole Size, whole Size, true",
        "whole Size, whole Item, false",
        "whole Size, text, false",
        "whole Size, map, false",
        "unknown, map, true",
        "unknown, number, true"
    })
    void keysMeetIfTheyAreOfOneKindOrTheOtherIsText(String one, String other, boolean meet) {
        assertThat(single(one).mayMeet(single(other))).isEqualTo(meet);
        assertThat(single(other).mayMeet(single(one))).isEqualTo(meet);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({"id, id, true", "id, productId, true", "PRODUCTID, id, true", "id, name, false", "'', name, true"})
    void keysMeanTheSameUnlessTheirNamesTellThemApart(String one, String other, boolean same) {
        assertThat(single("text", one).meansSame(single("text", other))).isEqualTo(same);
        assertThat(single("text", other).meansSame(single("text", one))).isEqualTo(same);
    }

    @Test
    void eachPartOfListsIsComparedAsFarAsBothHaveNames() {
        KeyShape places = new KeyShape(KeyShape.LIST, 2, List.of("shop", "id"), false);

        assertThat(places.meansSame(new KeyShape(KeyShape.LIST, 2, List.of("shop", "id"), false)))
                .isTrue();
        assertThat(places.meansSame(new KeyShape(KeyShape.LIST, 2, List.of("shop", "name"), false)))
                .isFalse();
        assertThat(places.meansSame(list(2))).isTrue();
        assertThat(list(2).meansSame(places)).isTrue();
    }

    @Test
    void keysThatNeverMeetDoNotMeanTheSame() {
        assertThat(single("number", "id").meansSame(single("UUID", "id"))).isFalse();
    }

    @Test
    void readersSeeTheSizeOfAListIfItIsKnown() {
        assertThat(list(2).text()).isEqualTo("list of 2");
        assertThat(list(0).text()).isEqualTo("list of 0");
        assertThat(list(-1).text()).isEqualTo("list");
        assertThat(single("number").text()).isEqualTo("number");
        assertThat(list(-1).isList()).isTrue();
        assertThat(single("number").isList()).isFalse();
    }
}
