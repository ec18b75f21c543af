package io.kvkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LuaConstantsTest {

    @Test
    void constantsTakeThePlaceOfTheirNames() {
        assertThat(LuaConstants.inline("local ONE, HEX = 1, 0xA\nlocal TEXT = '\\0>I2'\nreturn ONE + HEX .. TEXT"))
                .isEqualTo("\n\nreturn 1 + 0xA .. '\\0>I2'\n");
    }

    @Test
    void linesStayWhereTheyAre() {
        assertThat(LuaConstants.inline("\nlocal A = 1\n\nlocal b = A\n")).isEqualTo("\n\n\nlocal b = 1\n");
    }

    @Test
    void onlyWholeNamesAndLiteralsAreConstants() {
        String source = "local KEY = KEYS[1]\nlocal low = 1\nlocal A = 1\nreturn AB + A_B + low + #KEY\n";
        assertThat(LuaConstants.inline(source))
                .isEqualTo("local KEY = KEYS[1]\nlocal low = 1\n\nreturn AB + A_B + low + #KEY\n");
    }

    @Test
    void commentsKeepTheirNames() {
        assertThat(LuaConstants.inline("local A = 1\n  -- A is one\nreturn A"))
                .isEqualTo("\n  -- A is one\nreturn 1\n");
    }

    @Test
    void eachNameNeedsAValue() {
        assertThatThrownBy(() -> LuaConstants.inline("local A, B = 1")).hasMessageContaining("A, B = 1");
    }
}
