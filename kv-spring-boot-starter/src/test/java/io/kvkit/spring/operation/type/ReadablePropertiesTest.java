package io.kvkit.spring.operation.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The properties that an expression may read, as a message about a misspelt one lists them. */
class ReadablePropertiesTest {

    record Point(int x, int y) {
        public double length() {
            return Math.hypot(x, y);
        }
    }

    @SuppressWarnings("unused")
    public static class Bean {
        public static final String KIND = "bean";
        public String open = "";
        private String name = "";

        public String getName() {
            return name;
        }

        public boolean isReady() {
            return true;
        }

        public String name() {
            return name;
        }

        public String getter() {
            return "";
        }

        public void getNothing() {}

        public String getAt(int index) {
            return "";
        }

        public static String getKind() {
            return KIND;
        }

        String getHidden() {
            return "";
        }
    }

    @Test
    void recordHasItsComponents() {
        assertThat(ReadableProperties.of(Point.class)).containsExactly("x", "y");
    }

    @Test
    void beanHasItsGettersAndPublicFields() {
        assertThat(ReadableProperties.of(Bean.class)).containsExactly("name", "open", "ready");
    }
}
