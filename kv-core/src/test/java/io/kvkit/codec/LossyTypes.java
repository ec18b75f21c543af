package io.kvkit.codec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.StdSerializer;

/** Classes as applications write them, of which JSON keeps less than they hold. */
final class LossyTypes {

    private LossyTypes() {}

    /** Fluent accessors and a constructor without arguments: nothing is visible. */
    static final class Fluent {

        private long id;

        private Fluent() {}

        Fluent(long id) {
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    /** Something is visible, and something is not. */
    static class HalfFluent {

        public long id;

        private @Nullable String note;

        HalfFluent note(String text) {
            note = text;
            return this;
        }

        public @Nullable String note() {
            return note;
        }
    }

    /** Filled by add() and read by a getter. */
    static final class Filled {

        private final List<String> items = new ArrayList<>();

        Filled add(String item) {
            items.add(item);
            return this;
        }

        public List<String> getItems() {
            return List.copyOf(items);
        }
    }

    /** A package-private field without an accessor. */
    static final class PackagePrivate {

        public long id = 1;

        int retries = 3;
    }

    /** A map behind methods. */
    static final class Attributes {

        public String owner = "Ada";

        private final Map<String, String> values = new HashMap<>();

        Attributes put(String key, String value) {
            values.put(key, value);
            return this;
        }

        public @Nullable String get(String key) {
            return values.get(key);
        }
    }

    /** Equality of ids says nothing about the card. */
    static final class Masked {

        public long id;

        @JsonSerialize(using = Stars.class)
        public String card = "";

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Masked masked && id == masked.id;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }

    static final class Stars extends StdSerializer<String> {

        Stars() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializationContext context) {
            json.writeString("****" + text.substring(Math.max(0, text.length() - 4)));
        }
    }

    record Rounded(@JsonSerialize(using = Cents.class) BigDecimal amount) {}

    static final class Cents extends StdSerializer<BigDecimal> {

        Cents() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal amount, JsonGenerator json, SerializationContext context) {
            json.writeNumber(amount.setScale(2, RoundingMode.HALF_UP));
        }
    }

    /** Written by requests only. */
    static final class WriteOnly {

        public String name = "Ada";

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        public String password = "";
    }

    /** Ignored, and yet part of what the record is. */
    record Ignored(String name, @JsonIgnore String secret) {}

    static class Animal {

        public String name = "Rex";
    }

    static final class Dog extends Animal {

        public int tricks = 3;
    }

    record Owner(Animal animal) {}

    record Holder(Object content) {}

    /** A list with something beside its elements. */
    static final class Cart extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        private String owner = "";

        Cart owner(String name) {
            owner = name;
            return this;
        }

        public String owner() {
            return owner;
        }
    }

    /** The creator takes another thing for the value. */
    static final class Shifted {

        private final int minutes;

        @JsonCreator
        Shifted(@JsonProperty("seconds") int seconds) {
            this.minutes = seconds;
        }

        public int getSeconds() {
            return minutes * 60;
        }
    }

    /** Jackson says all, but the class compares what it does not say. */
    static final class Compared {

        public String name = "Ada";

        private transient @Nullable String tenant;

        Compared tenant(String text) {
            tenant = text;
            return this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Compared compared && Objects.equals(tenant, compared.tenant);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(tenant);
        }
    }
}
