"""Shows that every check of the tidy test finds its bad sample and passes its good one."""
import os
import shutil
import subprocess
import tempfile
import unittest

import checks
import cpp_text
import layers
import tidy

HEADER = '#pragma once\n// What it is.\n\n'


def found(path, text):
    return [finding.split(': ', 1) for finding in tidy.check_file(path, text)]


class Refuses(unittest.TestCase):
    def refuse(self, path, text, part, line=None):
        findings = found(path, text)
        self.assertTrue(any(part in message for _, message in findings),
                        f'{path}: expected "{part}" in {findings}')
        if line is not None:
            self.assertIn(f'{path}:{line}', [place for place, _ in findings])

    def accept(self, path, text):
        self.assertEqual(found(path, text), [])


class Includes(Refuses):
    def test_a_vendor_header_only_in_its_adapter(self):
        for header, folder in [('uv.h', 'common/http'), ('sqlite3.h', 'common/adapters/sqlite'),
                               ('hiredis/hiredis.h', 'common/adapters/redis'),
                               ('amqp.h', 'common/adapters/rabbitmq'),
                               ('cppconn/driver.h', 'common/adapters/mysql'),
                               ('llhttp.h', 'common/http')]:
            text = f'#include <{header}>\n'
            self.refuse('session-service/store/store.cpp', text, 'may be included only in', 1)
            self.accept(f'{folder}/file.cpp', text)

    def test_a_commented_include_is_no_include(self):
        self.accept('session-service/store/store.cpp', '// #include <uv.h>\n')

    def test_a_core_knows_the_contract_cores_and_the_standard_library(self):
        core = 'session-service/core/saga.cpp'
        self.accept(core, '#include <vector>\n#include "common/contract/ids.hpp"\n'
                          '#include "session-service/core/saga.hpp"\n')
        self.accept('flight-service/core/seat_price.cpp',
                    '#include "common/supplier/core/day_prices.hpp"\n')
        self.refuse(core, '#include "common/ports/clock.hpp"\n', 'in a core', 1)
        self.refuse(core, '#include "flight-service/core/routes.hpp"\n', 'not below', 1)
        self.refuse(core, '\n#include "session-service/store/store.hpp"\n', 'in a core', 2)
        self.refuse(core, '#include <spdlog/spdlog.h>\n', 'in a core')
        self.refuse(core, '#include <thread>\n', 'in a core')

    def test_money_is_no_floating_point(self):
        self.refuse('viaja/main.cpp', '\nconst double price = 1031.90;\n', 'near money', 2)
        self.refuse('viaja/main.cpp', 'float half(std::int64_t refunds);\n', 'near money')
        self.accept('viaja/main.cpp', 'const double seconds = 3.5;\nstd::int64_t price = 0;\n')
        self.accept('viaja/main.cpp', 'std::int64_t price = 0;  // never a double\n')
        self.refuse('hotel-service/core/rate.cpp', 'Money rate;\ndouble factor = 1.1;\n',
                    'near money', 2)
        self.accept('tests/core/a_test.cpp', 'double price = 1.0;\n')

    def test_a_core_reads_no_clock(self):
        self.refuse('common/supplier/core/hold.cpp',
                    'auto n = std::chrono::system_clock::now();\n', 'reads no clock')

    def test_tests_of_a_core_are_no_core(self):
        self.accept('tests/core/hold_test.cpp', '#include <thread>\n#include <gtest/gtest.h>\n')

    def test_layers_point_downwards(self):
        self.refuse('common/pipeline/pipeline.cpp', '#include "common/http/server.hpp"\n',
                    'is not below common/pipeline')
        self.refuse('common/contract/ids.cpp', '#include "common/ports/bus.hpp"\n', 'not below')
        self.refuse('session-service/http/api.cpp', '#include "flight-service/routes.hpp"\n',
                    'not below')
        self.accept('common/pipeline/pipeline.cpp', '#include "common/ports/bus.hpp"\n')

    def test_a_new_folder_needs_a_layer(self):
        self.refuse('common/weather/rain.cpp', '', 'has no layer yet')
        self.refuse('weather-service/rain.cpp', '', 'has no layer yet')

    def test_only_main_and_tests_name_an_adapter(self):
        text = '#include "common/adapters/sqlite/database.hpp"\n'
        self.refuse('session-service/store/store.cpp', text, 'only main.cpp and tests')
        self.refuse('common/adapters/in_process/bus.cpp', text, 'only main.cpp and tests')
        self.accept('session-service/main.cpp', text)
        self.accept('tests/ports/database_test.cpp', text)
        self.accept('common/adapters/sqlite/database.cpp', text)


class Sizes(Refuses):
    def body(self, lines):
        return 'int sum() {\n' + '    step();\n' * (lines - 2) + '}\n'

    def test_a_function_has_at_most_70_lines(self):
        self.accept('viaja/a.cpp', self.body(70))
        self.refuse('viaja/a.cpp', 'namespace viaja {\n' + self.body(71) + '}\n',
                    'a function of 71 lines', 2)

    def test_a_member_and_a_lambda_inside_count_as_one_function(self):
        text = ('class A : public B {\n  public:\n    A(int a = {}) : a_{a}, b_(a) {\n'
                + '        each([&] { step(); });\n' * 70 + '    }\n};\n')
        self.refuse('viaja/a.cpp', text, 'a function of 72 lines', 3)

    def test_a_table_is_no_function(self):
        self.accept('viaja/a.cpp',
                    'constexpr Step kTable[] = {\n' + '    {f(1), 2},\n' * 90 + '};\n')

    def test_a_brace_in_a_literal_is_no_brace(self):
        text = ('int f() {\n    g("{", \'{\', R"(}})");  // {\n}\n\n'
                'int h() {\n    return 1\'000;\n}\n')
        self.assertEqual(list(cpp_text.functions(text)), [(1, 3), (5, 7)])

    def test_functions_of_scripts_are_measured_too(self):
        self.refuse('tests/a.py', 'def f():\n' + '    g()\n' * 70, 'a function of 71 lines')
        self.refuse('run', '#!/usr/bin/env bash\nf() {\n' + '    g\n' * 70 + '}\n',
                    'a function of 72 lines', 2)
        self.refuse('bench/run', '#!/usr/bin/env python3\ndef f():\n' + '    g()\n' * 70,
                    'a function of 71 lines', 2)

    def test_a_file_has_at_most_400_lines(self):
        self.accept('viaja/a.cpp', 'int a;\n' * 400)
        self.refuse('viaja/a.cpp', 'int a;\n' * 401, '401 lines')

    def test_a_line_has_at_most_100_columns(self):
        self.accept('viaja/a.cpp', '// ' + 'é' * 97 + '\n')
        self.refuse('viaja/a.cpp', '\n// ' + 'x' * 98 + '\n', '101 columns', 2)


class Names(Refuses):
    def test_a_name_says_what_is_inside(self):
        for path in ['common/util/a.cpp', 'viaja/string_utils.cpp', 'viaja/test-helper.cpp',
                     'viaja/session_manager.cpp', 'tests/misc.py', 'viaja/saga_base.cpp',
                     'flight-service/common/a.cpp']:
            self.assertTrue(found(path, ''), path)
        self.accept('common/ports/database.cpp', '')

    def test_common_has_no_loose_file_and_cpp_has_two_endings(self):
        self.refuse('common/ids.cpp', '', 'only folders')
        self.refuse('viaja/ids.h', '', '.hpp')


class Text(Refuses):
    def test_nothing_half_done_is_kept(self):
        for word in ['TODO', 'FIXME']:
            self.refuse('docs/a.md', f'{word}: more\n', 'half done', 1)

    def test_paths_of_one_machine(self):
        for path in ['/work/main', '/root/.cache', '/home/ana/x', '/root']:
            self.refuse('docs/a.md', f'see {path} there\n', 'one machine')
        self.accept('docs/a.md', 'GET /v1/work/root and $HOME/work and build/root/x\n')

    def test_software_is_named(self):
        for words in ['Whoever comes first', 'nobody waits', 'somebody else', 'From anybody.',
                      'the database is away', 'says goodbye', 'ends without a word',
                      'a client that is told so', 'a mistake of ours', "for the world's sake",
                      'BlocksNobodyElse', 'WhileTheBrokerIsAway', 'call_somebody()']:
            self.refuse('common/pipeline/a.cpp', f'// {words}\n', 'docs/glossary.md', 1)
            self.refuse('docs/a.md', f'One line.\n{words}\n', 'docs/glossary.md', 2)
            self.refuse('tests/core/a.cpp', f'// {words}\n', 'docs/glossary.md', 1)
            for path in ('tests/system/a.py', 'tests/transcripts/stories/a.txt'):
                self.refuse(path, f'# {words}\n', 'docs/glossary.md', 1)
        self.accept('common/pipeline/a.cpp', '// Another transaction; the body is moved away.\n')

    def test_a_left_merge_conflict(self):
        self.refuse('README.md', '<' * 7 + ' HEAD\n', 'merge conflict')

    def test_sleeping_needs_a_reason(self):
        text = 'void f() {\n    std::this_thread::sleep_for(1s);\n}\n'
        self.refuse('viaja/a.cpp', text, 'waits by the clock', 2)
        self.accept('viaja/a.cpp', '// no sleep_for here\n')
        for path, reason in layers.SLEEPS_ALLOWED.items():
            self.assertGreater(len(reason), 20, path)

    def test_an_empty_catch(self):
        self.refuse('viaja/a.cpp', 'void f() {\n    try {\n        g();\n    } catch (...) {\n'
                                   '    }\n}\n', 'empty catch', 4)
        self.refuse('viaja/a.cpp', 'void f() try { g(); } catch (const Bug&) {}\n', 'empty catch')
        self.accept('viaja/a.cpp', 'void f() try { g(); } catch (...) {  // Ends anyway.\n}\n')

    def test_coroutines_and_macros(self):
        self.refuse('viaja/a.cpp', 'task f() { co_return; }\n', 'coroutines')
        self.refuse('viaja/a.cpp', '#define A 1\n', 'macros')


class RepeatedNames(unittest.TestCase):
    def find(self, *texts):
        paths = ['viaja/a.cpp', 'viaja/b.cpp']
        return [(path, line) for path, line, _ in checks.repeated_names(zip(paths, texts))]

    def test_two_sources_of_a_folder_name_nothing_the_same(self):
        for declared in ['constexpr int kMax = 1;', 'using Json = int;', 'struct Row {\n};',
                         'const Table kRows{"rows", 1};', 'int row_of(int a) {\n    return a;\n}']:
            text = ('namespace viaja {\nnamespace {\n\n' + declared +
                    '\n\n}  // namespace\n}\n')
            self.assertEqual(self.find(text, text), [('viaja/b.cpp', 4)], declared)
            named = text.replace('namespace {\n', 'namespace sql {\n')
            self.assertEqual(self.find(text, named), [])
            self.assertEqual(list(checks.repeated_names(
                [('viaja/a.cpp', text), ('web/b.cpp', text), ('tests/core/a.cpp', text),
                 ('tests/core/b.cpp', text)])), [])

    def test_two_sources_of_a_unit_name_nothing_the_same_in_one_namespace(self):
        text = 'namespace viaja {\nnamespace {\n\nint row_of(int a);\n\n}  // namespace\n}\n'
        build = [('cmake/units.cmake', 'viaja_unit(both viaja_a\n    viaja_b)\n'),
                 ('web/CMakeLists.txt', 'viaja_library(viaja_a\n    SOURCES a.hpp a.cpp\n'
                                        '    LINKS viaja_c)\n'),
                 ('viaja/CMakeLists.txt', 'viaja_core_library(viaja_b SOURCES core/b.cpp)\n'
                                          'viaja_library(viaja_c SOURCES c.cpp)\n')]
        for path, second, expected in [
                ('viaja/core/b.cpp', text, [('viaja/core/b.cpp', 4)]),
                ('viaja/core/b.cpp', text.replace('viaja', 'viaja::other'), []),
                ('viaja/c.cpp', text, [])]:
            found = checks.repeated_names([*build, ('web/a.cpp', text), (path, second)])
            self.assertEqual([(path, line) for path, line, _ in found], expected)

    def test_a_name_is_found_after_a_type_and_a_function(self):
        text = ('namespace {\n\nstruct %s {\n};\n\nint %s() {\n    return 1;\n}\n\n'
                'constexpr int kMax = 1;\n\n}  // namespace\n')
        self.assertEqual(self.find(text % ('One', 'one'), text % ('Two', 'two')),
                         [('viaja/b.cpp', 10)])

    def test_a_member_and_a_call_are_no_names_of_the_namespace(self):
        text = ('namespace {{\n\nusing std::max;\n\n'
                'int {}() {{\n    int kept = step();\n    return kept;\n}}\n\n'
                '}}  // namespace\n\nint Row::size() {{\n    return 1;\n}}\n')
        self.assertEqual(self.find(text.format('one'), text.format('two')), [])


class RepeatedTypes(unittest.TestCase):
    def find(self, *texts, paths=('viaja/a.hpp', 'web/b.cpp')):
        return [(path, line) for path, line, _ in checks.repeated_types(zip(paths, texts))]

    def test_two_types_of_a_namespace_have_two_names(self):
        for defined in ['struct Row {', 'class Row : public Values {', 'enum class Row { one };']:
            text = ('namespace viaja {\nvoid one() {\n}\n\n' + defined +
                    '\n};\n\n}  // namespace viaja\n')
            self.assertEqual(self.find(text, text), [('web/b.cpp', 5)], defined)
            self.assertEqual(self.find(text, text.replace('viaja', 'viaja::web')), [])
            self.assertEqual(self.find(text, text, paths=['tests/a.hpp', 'tests/b.hpp']), [])

    def test_a_declaration_a_part_and_an_anonymous_type_are_no_second_one(self):
        text = 'namespace viaja {\n\nstruct Row {\n};\n\n}  // namespace viaja\n'
        for other in ['struct Row;\n', 'struct Row::Inside {\n};\n',
                      'namespace {\nstruct Row {\n};\n}  // namespace\n']:
            other = 'namespace viaja {\n\nint one() {\n}\n\n' + other + '}  // namespace viaja\n'
            self.assertEqual(self.find(text, other), [], other)


class Headers(Refuses):
    def test_a_header_speaks_first(self):
        self.accept('viaja/a.hpp', HEADER)
        self.refuse('viaja/a.hpp', '// What it is.\n', '#pragma once', 1)
        self.refuse('viaja/a.hpp', '#pragma once\n#include <string>\n', 'first comment', 2)
        self.refuse('viaja/a.hpp', HEADER + 'using namespace std;\n', 'using namespace', 4)


class Tree(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.root)

    def write(self, path, data):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, 'wb') as file:
            file.write(data)

    def test_builds_and_raw_bytes_are_not_read(self):
        self.write('build/a.cpp', b'#define A 1\n')
        self.write('tests/fuzz/corpus/1', b'\0TODO')
        self.write('tests/fuzz/corpus/2', b'\xff\xfe TODO')
        self.assertEqual(list(tidy.findings(self.root, 'clang-format')), [])

    def test_bash_that_cannot_be_read(self):
        self.write('run', b'#!/usr/bin/env bash\nif true; then\n')
        self.assertIn('bash cannot read it', '\n'.join(tidy.findings(self.root, 'clang-format')))

    def test_formatting(self):
        self.write('.clang-format', b'BasedOnStyle: Google\nIndentWidth: 4\n')
        self.write('viaja/good.cpp', b'int f() {\n    g();\n    return 1;\n}\n')
        self.write('viaja/bad.cpp', b'int f() {\n  g();\n  return 1;\n}\n')
        self.assertEqual(list(tidy.findings(self.root, 'clang-format')),
                         ['viaja/bad.cpp:1: not formatted; run: clang-format -i viaja/bad.cpp'])

    def test_the_program_ends_with_1_and_says_so(self):
        self.write('.clang-format', b'BasedOnStyle: Google\n')
        self.write('viaja/a.hpp', b'int a;\n')
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'tidy.py')
        run = subprocess.run(['python3', '-B', script, '--root', self.root], capture_output=True,
                             text=True, check=False)
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertIn('viaja/a.hpp:1: a header begins with #pragma once', run.stdout)


if __name__ == '__main__':
    unittest.main()
