package io.kvkit.codec;

import io.kvkit.codec.Contexts.Writers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

/** Describes what Jackson writes of a type: properties with their types, constants of enums, and subtypes. */
final class Structures {

    private final JsonMapper mapper;
    private final Set<JavaType> seen = new HashSet<>();

    private Structures(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Returns the description; the name of the type if Jackson refuses its declaration. */
    static String of(JsonMapper mapper, JavaType type) {
        try {
            return new Structures(mapper).of(type);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return type.toCanonical();
        }
    }

    private String of(JavaType type) {
        if (type.isContainerType() || type.isReferenceType()) {
            String key = type.getKeyType() == null ? "" : of(type.getKeyType()) + ",";
            return name(type) + "<" + key + of(type.getContentType()) + ">";
        }
        if (type.isEnumType()) {
            return name(type) + Arrays.toString(type.getRawClass().getEnumConstants());
        }
        return Reflected.isOfJdk(type.getRawClass()) || !seen.add(type) ? name(type) : ofClass(type);
    }

    private String ofClass(JavaType type) {
        ValueSerializer<?> writer = new Writers(mapper, type, new ArrayList<>()).of(type);
        String properties = writer instanceof BeanSerializerBase bean
                ? properties(bean)
                : writer.getClass().getName();
        return name(type) + arguments(type) + properties + subtypes(type);
    }

    // A writer of the application's own, such as one of pages, may write them without showing a property.
    private String arguments(JavaType type) {
        return type.getBindings().getTypeParameters().stream()
                .map(this::of)
                .toList()
                .toString();
    }

    // In the order of their names: the order of declarations makes no difference to a reader.
    private String properties(BeanSerializerBase writer) {
        Map<String, String> found = new TreeMap<>();
        for (Iterator<PropertyWriter> each = writer.properties(); each.hasNext(); ) {
            PropertyWriter property = each.next();
            found.put(property.getName(), of(property.getType()));
        }
        return found.toString();
    }

    private String subtypes(JavaType type) {
        SerializationConfig config = mapper.serializationConfig();
        AnnotatedClass declared = config.classIntrospectorInstance().introspectClassAnnotations(type);
        Collection<NamedType> subtypes = config.getSubtypeResolver().collectAndResolveSubtypesByClass(config, declared);
        List<String> others = subtypes.stream()
                .filter(known -> known.getType() != type.getRawClass())
                .map(known -> known.getName() + "=" + of(mapper.constructType(known.getType())))
                .sorted()
                .toList();
        return others.stream().collect(Collectors.joining(";"));
    }

    private static String name(JavaType type) {
        return PlainNames.name(type.getRawClass());
    }
}
