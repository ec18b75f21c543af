package io.kvkit.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.kvkit.codec.Codec.Obstacle;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/** Finds parts of a type that Jackson can never read back. It inspects declarations and creates no object. */
final class Obstacles {

    private final DeserializationContext readers;
    private final Contexts.Writers writers;
    private final Set<JavaType> seen = new HashSet<>();

    Obstacles(DeserializationContext readers, Contexts.Writers writers) {
        this.readers = readers;
        this.writers = writers;
    }

    @Nullable
    Obstacle of(JavaType type) {
        return of(type, null);
    }

    private @Nullable Obstacle of(JavaType type, @Nullable ValueDeserializer<?> known) {
        if (type.isContainerType() || type.isReferenceType()) {
            return known == null || known instanceof ContainerDeserializerBase<?> || type.isReferenceType()
                    ? of(type.getContentType(), content(known))
                    : null;
        }
        if (type.isPrimitive() || type.isEnumType() || !seen.add(type)) {
            return null;
        }
        try {
            return readers.findTypeDeserializer(type) == null
                    ? ofReader(type, known == null ? readers.findContextualValueDeserializer(type, null) : known)
                    : null;
        } catch (JacksonException e) {
            return new Obstacle(
                    "Jackson refuses the declaration of " + name(type) + " ("
                            + e.getClass().getSimpleName() + ")",
                    "Fix what Jackson's message says when it reads one");
        }
    }

    private static @Nullable ValueDeserializer<?> content(@Nullable ValueDeserializer<?> known) {
        return known instanceof ContainerDeserializerBase<?> container ? container.getContentDeserializer() : null;
    }

    private @Nullable Obstacle ofReader(JavaType type, ValueDeserializer<?> reader) {
        if (reader instanceof AbstractDeserializer) {
            return new Obstacle(
                    name(type) + (type.isInterface() ? " is an interface" : " is abstract")
                            + ", and its JSON does not contain the class of a value",
                    "Use a class, or declare the classes with @JsonTypeInfo and @JsonSubTypes");
        }
        return reader instanceof BeanDeserializerBase bean && !Reflected.isOfJdk(type.getRawClass())
                ? ofBean(type, bean, writers.of(type))
                : null;
    }

    private @Nullable Obstacle ofBean(JavaType type, BeanDeserializerBase reader, ValueSerializer<?> writer) {
        if (writer instanceof UnknownSerializer) {
            return new Obstacle(
                    name(type) + " has no visible property",
                    "Give it getters, or annotate its fields with @JsonProperty");
        }
        ValueInstantiator maker = reader.getValueInstantiator();
        if (!maker.canInstantiate() || (writer instanceof BeanSerializerBase && !isMadeOfObjects(maker))) {
            return new Obstacle(
                    name(type) + " has no constructor or factory method that Jackson can use",
                    "Give it a constructor without arguments, or annotate one with @JsonCreator");
        }
        return writer instanceof BeanSerializerBase ? ofProperties(type, reader, written(writer)) : null;
    }

    private static boolean isMadeOfObjects(ValueInstantiator maker) {
        return maker.canCreateUsingDefault()
                || maker.canCreateFromObjectWith()
                || maker.canCreateUsingDelegate()
                || maker.canCreateUsingArrayDelegate();
    }

    private static Set<String> written(ValueSerializer<?> writer) {
        Set<String> names = new HashSet<>();
        for (Iterator<PropertyWriter> each = writer.properties(); each.hasNext(); ) {
            names.add(each.next().getName());
        }
        return names;
    }

    private @Nullable Obstacle ofProperties(JavaType type, BeanDeserializerBase reader, Set<String> written) {
        for (Iterator<SettableBeanProperty> each = reader.properties(); each.hasNext(); ) {
            SettableBeanProperty property = each.next();
            Obstacle found = written.contains(property.getName()) ? ofProperty(property) : null;
            if (found != null) {
                return new Obstacle(property.getName() + " of " + name(type) + ": " + found.problem(), found.mend());
            }
        }
        return null;
    }

    private @Nullable Obstacle ofProperty(SettableBeanProperty property) {
        return property.hasValueTypeDeserializer() || property.getAnnotation(JsonTypeInfo.class) != null
                ? null
                : of(property.getType(), property.hasValueDeserializer() ? property.getValueDeserializer() : null);
    }

    private static String name(JavaType type) {
        return type.getRawClass().getName();
    }
}
