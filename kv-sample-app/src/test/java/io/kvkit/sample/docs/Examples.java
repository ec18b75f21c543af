package io.kvkit.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One example of the documentation.
 *
 * @param page the file that it stands in
 * @param number which one it is in the file, from 1
 * @param text the example
 */
record Examples(Path page, int number, String text) {

    private static final Pattern FENCE = Pattern.compile("^```(\\w+)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    /** All examples of a language in the README and in the docs. */
    static List<Examples> in(String language) {
        List<Examples> examples = new ArrayList<>();
        for (Path page : pages()) {
            int number = 0;
            Matcher matcher = FENCE.matcher(read(page));
            while (matcher.find()) {
                if (matcher.group(1).equals(language)) {
                    examples.add(new Examples(page, ++number, matcher.group(2)));
                }
            }
        }
        return examples;
    }

    @Override
    public String toString() {
        return page.getFileName() + " " + number;
    }

    private static List<Path> pages() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")), docs.sorted())
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
