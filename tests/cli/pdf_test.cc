// The recipe for PDF of docs/segmentation.md: pdftotext, then align-segment.
// Skipped by name where pdftotext (poppler-utils) is not installed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "support/run_tool.h"

namespace align {
namespace {

using test::read_file;
using test::run_tool;
using test::TemporaryFolder;

// One page of Helvetica, a line of text a line of the page; an empty line is
// a gap as between paragraphs.
std::string pdf(const std::vector<std::string>& lines) {
  std::string page = "BT /F1 11 Tf 72 760 Td 14 TL\n";
  for (const std::string& line : lines) page += "(" + line + ") Tj T*\n";
  page += "ET\n";
  const std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
      "/Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length " + std::to_string(page.size()) + " >>\nstream\n" + page +
          "endstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string file = "%PDF-1.4\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::string offset = std::to_string(file.size());
    offset.insert(0, 10 - offset.size(), '0');
    table += offset + " 00000 n \n";
    file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string start = std::to_string(file.size());
  return file + "xref\n0 6\n" + table +
         "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n" + start +
         "\n%%EOF\n";
}

TEST(Pdf, OfWrappedParagraphsGivesWholeSentences) {
  if (std::system("pdftotext -v >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "no pdftotext (poppler-utils)";
  }
  const TemporaryFolder folder;
  const std::string report = folder.write(
      "report.pdf",
      pdf({"Talks resume in Geneva", "",
           "The two delegations met on Wednesday for the first time since",
           "the spring. Gen. Lee led the first of them, and the other was",
           "led by a former minister.", "",
           "They agreed to meet again in the U.S. Embassy next month, when",
           "the lists of prisoners will be ready. Nothing else was said."}));
  const std::string text = folder.path("report.txt");
  ASSERT_EQ(
      std::system(
          ("pdftotext -layout -enc UTF-8 " + report + " - >" + text).c_str()),
      0);
  const auto cut =
      run_tool("align-segment", {"--format", "text", "en=-"}, read_file(text));
  ASSERT_EQ(cut.exit_code, 0) << cut.err;
  EXPECT_EQ(cut.out,
            "Talks resume in Geneva\n"
            "The two delegations met on Wednesday for the first time since "
            "the spring.\n"
            "Gen. Lee led the first of them, and the other was led by a former "
            "minister.\n"
            "They agreed to meet again in the U.S. Embassy next month, when "
            "the lists of prisoners will be ready.\n"
            "Nothing else was said.\n");
}

}  // namespace
}  // namespace align
