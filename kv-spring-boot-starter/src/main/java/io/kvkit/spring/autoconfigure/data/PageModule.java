package io.kvkit.spring.autoconfigure.data;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.kvkit.codec.StandIns;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.std.StdConvertingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.ser.std.StdConvertingSerializer;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.StdConverter;

/** Lets Jackson write pages, slices, windows and orders of Spring Data so that it can read them again. */
public final class PageModule extends SimpleModule implements StandIns {

    private static final long serialVersionUID = 1L;

    private static final Set<Class<?>> READABLE =
            Set.of(Page.class, PageImpl.class, Slice.class, SliceImpl.class, Sort.class, Window.class);

    /** Creates a module. */
    public PageModule() {
        super("kvkit-pages");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addSerializers(new Writers());
        context.addDeserializers(new Readers());
    }

    /** Compares windows by the positions of their elements, and not by the function that returns them. */
    @Override
    public Object of(Object value) {
        return value instanceof Window<?> window ? StoredWindow.of(window) : value;
    }

    private static JavaType stored(JavaType type, TypeFactory types) {
        boolean window = type.isTypeOrSubTypeOf(Window.class);
        JavaType[] parameters = types.findTypeParameters(type, window ? Window.class : Slice.class);
        return types.constructParametricType(
                window ? StoredWindow.class : StoredSlice.class,
                parameters.length == 1 ? parameters[0] : types.constructType(Object.class));
    }

    private static final class Writers extends Serializers.Base {

        @Override
        public @Nullable ValueSerializer<?> findSerializer(
                SerializationConfig config,
                JavaType type,
                BeanDescription.Supplier description,
                JsonFormat.@Nullable Value format) {
            TypeFactory types = config.getTypeFactory();
            if (type.isTypeOrSubTypeOf(Sort.class)) {
                return written(type, types.constructType(StoredSort.class), (Sort sort) -> StoredSort.of(sort));
            }
            if (type.isTypeOrSubTypeOf(Window.class)) {
                return written(type, stored(type, types), (Window<?> window) -> StoredWindow.of(window));
            }
            return type.isTypeOrSubTypeOf(Slice.class)
                    ? written(type, stored(type, types), (Slice<?> slice) -> StoredSlice.of(slice))
                    : null;
        }

        private static <A> ValueSerializer<?> written(JavaType from, JavaType to, Function<A, Object> step) {
            return new StdConvertingSerializer(new Conversion<>(from, to, step));
        }
    }

    private static final class Readers extends Deserializers.Base {

        @Override
        public @Nullable ValueDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
            TypeFactory types = config.getTypeFactory();
            if (type.hasRawClass(Sort.class)) {
                return read(types.constructType(StoredSort.class), type, StoredSort::sort);
            }
            if (type.hasRawClass(Window.class)) {
                return read(stored(type, types), type, (StoredWindow<?> window) -> window.window());
            }
            return hasDeserializerFor(config, type.getRawClass())
                    ? read(stored(type, types), type, (StoredSlice<?> slice) -> slice.slice())
                    : null;
        }

        private static <A> ValueDeserializer<?> read(JavaType from, JavaType to, Function<A, Object> step) {
            return new StdConvertingDeserializer<>(new Conversion<>(from, to, step));
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return READABLE.contains(type);
        }
    }

    /** A step between a value and what is stored. */
    private static final class Conversion<A> extends StdConverter<A, Object> {

        private final JavaType from;
        private final JavaType to;
        private final Function<A, Object> step;

        Conversion(JavaType from, JavaType to, Function<A, Object> step) {
            this.from = from;
            this.to = to;
            this.step = step;
        }

        @Override
        public Object convert(A value) {
            return step.apply(value);
        }

        @Override
        public JavaType getInputType(TypeFactory types) {
            return from;
        }

        @Override
        public JavaType getOutputType(TypeFactory types) {
            return to;
        }
    }
}
