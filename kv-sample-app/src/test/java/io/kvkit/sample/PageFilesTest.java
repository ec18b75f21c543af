package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class PageFilesTest {

    private static final Pattern REFERENCE =
            Pattern.compile("(?:href|src|from|import|url|fetch)\\s*[=(]?\\s*[\"']([^\"'#]+)[\"']");
    private static final Pattern INPUT = Pattern.compile("<input [^>]*>");

    private final Map<String, String> files = filesOfThePage();

    @Test
    void everyFileThatThePageRefersToIsThere() {
        assertThat(files).containsKeys("index.html", "shop.css", "icon.svg", "js/main.js");
        files.forEach((name, text) -> assertThat(files.keySet())
                .as("referred to by %s", name)
                .containsAll(found(REFERENCE, text)
                        .map(reference -> resolved(name, reference))
                        .toList()));
    }

    @Test
    void everyFileIsReferredTo() {
        List<String> referredTo = files.entrySet().stream()
                .flatMap(file -> found(REFERENCE, file.getValue()).map(link -> resolved(file.getKey(), link)))
                .toList();

        assertThat(referredTo)
                .contains(files.keySet().stream()
                        .filter(name -> !name.equals("index.html"))
                        .toArray(String[]::new));
    }

    @Test
    void nothingComesFromElsewhere() {
        Pattern elsewhere = Pattern.compile("(?:https?:|[\"'(])//[^\\s\"')]+");

        files.forEach((name, text) -> assertThat(found(elsewhere, text.replace("http://www.w3.org/2000/svg", ""))
                        .toList())
                .as(name)
                .isEmpty());
    }

    @Test
    void everyElementThatTheScriptsUseIsOnThePage() {
        Pattern used = Pattern.compile("byId\\(\"([^\"]+)\"\\)");

        assertThat(files.entrySet().stream()
                        .filter(file -> file.getKey().endsWith(".js"))
                        .flatMap(file -> found(used, file.getValue())))
                .hasSizeGreaterThan(20)
                .allSatisfy(id -> assertThat(files.get("index.html")).contains("id=\"" + id + "\""));
    }

    @Test
    void everyInputLiesInItsLabel() {
        String page = files.get("index.html");
        long inputs = INPUT.matcher(page).results().count();

        assertThat(inputs).isEqualTo(9);
        assertThat(Pattern.compile("<label[^>]*>[^<]+<input [^>]*></label>")
                        .matcher(page)
                        .results()
                        .count())
                .isEqualTo(inputs);
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult result) -> result.group(result.groupCount()));
    }

    private static String resolved(String from, String reference) {
        return from.startsWith("js/") ? reference.replace("./", "js/") : reference;
    }

    private static Map<String, String> filesOfThePage() {
        try {
            Map<String, String> files = new LinkedHashMap<>();
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:static/**/*.*")) {
                String path = file.getURL().getPath();
                files.put(
                        path.substring(path.indexOf("/static/") + "/static/".length()),
                        file.getContentAsString(StandardCharsets.UTF_8));
            }
            return files;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
